using System.Collections.Immutable;

namespace Nedb.EntityFrameworkCore.Query.Bitemporal;

/// <summary>The naive model: all states ever, as one table for each commit.</summary>
internal sealed class FactModel
{
    private readonly List<List<FactVersion>> _begun = [[]];
    private readonly Dictionary<(int Item, int From), List<FactVersion>> _byKey = [];

    /// <summary>A history that begins with a commit of sources alone.</summary>
    public FactModel((long Seq, DateTimeOffset? Time) commit, ImmutableSortedDictionary<int, int> sources)
    {
        Commits.Add(commit);
        Facts.Add(ImmutableSortedDictionary<(int Item, int From), FactVersion>.Empty);
        Sources.Add(sources);
        Links.Add([]);
        foreach (var stamp in sources.Values)
            Effects[stamp] = [];
    }

    /// <summary>The seq of the last version of each commit, and when it was made.</summary>
    public List<(long Seq, DateTimeOffset? Time)> Commits { get; } = [];

    /// <summary>The facts after each commit, by key.</summary>
    public List<ImmutableSortedDictionary<(int Item, int From), FactVersion>> Facts { get; } = [];

    /// <summary>The stamps of the sources after each commit.</summary>
    public List<ImmutableSortedDictionary<int, int>> Sources { get; } = [];

    /// <summary>Which source cites which after each commit.</summary>
    public List<ImmutableSortedSet<(int From, int To)>> Links { get; } = [];

    /// <summary>The stamps of sources, and the facts that each of these states caused.</summary>
    public Dictionary<int, List<FactVersion>> Effects { get; } = [];

    public int Last => Commits.Count - 1;

    /// <summary>What a commit leaves; what is not said stays.</summary>
    public void Commit(
        (long Seq, DateTimeOffset? Time) commit, ImmutableSortedDictionary<(int Item, int From), FactVersion>? facts = null,
        ImmutableSortedDictionary<int, int>? sources = null, ImmutableSortedSet<(int From, int To)>? links = null)
    {
        facts ??= Facts[^1];
        var number = Commits.Count;
        foreach (var (key, version) in Facts[^1])
            if (facts.GetValueOrDefault(key) != version)
                version.End = number;
        var begun = facts.Values.Where(fact => fact.Start == number).ToList();
        foreach (var version in begun)
        {
            if (!_byKey.TryGetValue((version.Item, version.From), out var versions))
                _byKey[(version.Item, version.From)] = versions = [];
            versions.Add(version);
            if (version.Cause is { } cause)
                Effects[cause].Add(version);
        }

        _begun.Add(begun);
        Facts.Add(facts);
        Sources.Add(sources ?? Sources[^1]);
        Links.Add(links ?? Links[^1]);
        Commits.Add(commit);
        foreach (var stamp in Sources[^1].Values)
            Effects.TryAdd(stamp, []);
    }

    /// <summary>All versions of a key, the oldest first.</summary>
    public IReadOnlyList<FactVersion> VersionsOf((int Item, int From) key) => _byKey.GetValueOrDefault(key) ?? [];

    /// <summary>The versions that begin in a commit after one and up to another.</summary>
    public IEnumerable<FactVersion> BegunIn(int after, int upTo) =>
        Enumerable.Range(after + 1, upTo - after).SelectMany(commit => _begun[commit]);
}
