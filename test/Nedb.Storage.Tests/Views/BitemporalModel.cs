using Nedb.Storage.Views;

namespace Nedb.Storage.Tests.Views;

/// <summary>The whole database as lists of versions, read by looking at all of them: what the views must agree with.</summary>
internal sealed class BitemporalModel
{
    private readonly SortedDictionary<long, List<ModelVersion>> _byKey = [];

    public List<ModelVersion> Versions { get; } = [];

    /// <summary>The last seq, of a version or of any other node.</summary>
    public long Seq { get; set; }

    public void Add(ModelVersion version)
    {
        Versions.Add(version);
        if (!_byKey.TryGetValue(version.Key, out var ofKey))
            _byKey[version.Key] = ofKey = [];
        ofKey.Add(version);
        Seq = version.Seq;
    }

    /// <summary>Takes back all versions beyond a number of them.</summary>
    public List<ModelVersion> TakeBack(int count, long seq)
    {
        var taken = Versions[count..];
        Versions.RemoveRange(count, taken.Count);
        foreach (var version in taken)
            _byKey[version.Key].Remove(version);
        Seq = seq;
        return taken;
    }

    public ModelVersion? Find(long key, long seq)
    {
        ModelVersion? found = null;
        if (_byKey.TryGetValue(key, out var ofKey))
            foreach (var version in ofKey)
                if (version.Seq <= seq)
                    found = version;
        return found is { IsTombstone: false } ? found : null;
    }

    /// <summary>The last version of each key at a seq, in the order of the keys.</summary>
    public List<ModelVersion> Visible(long seq) => [.. _byKey.Keys.Select(key => Find(key, seq)).OfType<ModelVersion>()];

    public List<long> Effects(long cause, long seq) =>
        [.. Versions.Where(version => version.Seq <= seq && version.Causes.Contains(cause)).Select(version => version.Seq)];

    public static bool IsValidAt(Period period, long tick) => period.From <= tick && tick < period.To;
}
