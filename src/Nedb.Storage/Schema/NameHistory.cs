using System.Collections.Immutable;

namespace Nedb.Storage.Schema;

/// <summary>
/// Since when each collection is there and has its name, and who had which name before; immutable. A state of the past is read through
/// today's definitions, so nothing else remembers that a name meant another collection then.
/// </summary>
internal sealed class NameHistory
{
    private readonly ImmutableDictionary<int, (long Made, long Named)> _present;
    private readonly ImmutableDictionary<string, ImmutableList<FormerName>> _former;

    private NameHistory(
        ImmutableDictionary<int, (long Made, long Named)> present, ImmutableDictionary<string, ImmutableList<FormerName>> former) =>
        (_present, _former) = (present, former);

    /// <summary>Of an empty database.</summary>
    public static NameHistory Empty { get; } = new(
        ImmutableDictionary<int, (long Made, long Named)>.Empty,
        ImmutableDictionary.Create<string, ImmutableList<FormerName>>(StringComparer.Ordinal));

    /// <summary>The collections that are there: the seqs at which they were made and got their names, ascending by identity.</summary>
    public IEnumerable<(int CollectionId, long Made, long Named)> Present =>
        _present.OrderBy(static pair => pair.Key).Select(static pair => (pair.Key, pair.Value.Made, pair.Value.Named));

    /// <summary>The former names, by name and then in the order in which they were given up.</summary>
    public IEnumerable<FormerName> Former =>
        _former.OrderBy(static pair => pair.Key, StringComparer.Ordinal).SelectMany(static pair => pair.Value);

    /// <summary>What was kept of one.</summary>
    public static NameHistory Restore(
        IEnumerable<(int CollectionId, long Made, long Named)> present, IEnumerable<FormerName> former) => new(
        present.ToImmutableDictionary(static item => item.CollectionId, static item => (item.Made, item.Named)),
        former.GroupBy(static item => item.Name, StringComparer.Ordinal)
            .ToImmutableDictionary(static group => group.Key, static group => group.ToImmutableList(), StringComparer.Ordinal));

    /// <summary>The seq at which a collection was made; 0 where nobody said.</summary>
    public long MadeAt(int collectionId) => _present.GetValueOrDefault(collectionId).Made;

    /// <summary>The collections that had a name and have it no more.</summary>
    public IReadOnlyList<FormerName> FindFormer(string name) => _former.GetValueOrDefault(name) ?? ImmutableList<FormerName>.Empty;

    /// <summary>After a collection was defined.</summary>
    /// <param name="old">How it was defined before; null where it is new.</param>
    /// <param name="definition">How it is defined now.</param>
    /// <param name="seq">The seq of the definition.</param>
    public NameHistory With(CollectionDefinition? old, CollectionDefinition definition, long seq)
    {
        if (old is null)
            return new(_present.SetItem(definition.Id, (seq, seq)), _former);
        return old.Name == definition.Name
            ? this
            : new(_present.SetItem(old.Id, (MadeAt(old.Id), seq)), GiveUp(old, seq, definition.Name));
    }

    /// <summary>After a collection was dropped.</summary>
    public NameHistory Without(CollectionDefinition old, long seq) => new(_present.Remove(old.Id), GiveUp(old, seq, null));

    private ImmutableDictionary<string, ImmutableList<FormerName>> GiveUp(CollectionDefinition old, long seq, string? newName)
    {
        var since = _present.GetValueOrDefault(old.Id).Named;
        // Where both are of one seq, no state ever showed it.
        return since >= seq
            ? _former
            : _former.SetItem(
                old.Name,
                (_former.GetValueOrDefault(old.Name) ?? ImmutableList<FormerName>.Empty).Add(
                    new(old.Name, old.Id, since, seq - 1, newName)));
    }
}
