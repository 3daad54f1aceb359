using System.Collections.Immutable;

namespace Nedb.Storage.Schema;

/// <summary>Every collection of the database at one moment; immutable.</summary>
public sealed class Catalog
{
    private readonly ImmutableDictionary<string, CollectionDefinition> _byName;
    private readonly ImmutableDictionary<int, CollectionDefinition> _byId;

    private Catalog(
        ImmutableDictionary<string, CollectionDefinition> byName,
        ImmutableDictionary<int, CollectionDefinition> byId,
        NameHistory names,
        long version,
        int nextCollectionId)
    {
        _byName = byName;
        _byId = byId;
        Names = names;
        Version = version;
        NextCollectionId = nextCollectionId;
    }

    /// <summary>The catalog of an empty database.</summary>
    public static Catalog Empty { get; } = new(
        ImmutableDictionary.Create<string, CollectionDefinition>(StringComparer.Ordinal),
        ImmutableDictionary<int, CollectionDefinition>.Empty,
        NameHistory.Empty,
        0,
        1);

    /// <summary>Grows with every change, so that a plan knows whether it was made for this catalog.</summary>
    public long Version { get; }

    /// <summary>The identity that the next new collection gets.</summary>
    public int NextCollectionId { get; }

    /// <summary>The collections, in no order.</summary>
    public IEnumerable<CollectionDefinition> Collections => _byId.Values;

    /// <summary>The collection of that exact name, or null.</summary>
    public CollectionDefinition? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The collection of that identity, or null.</summary>
    public CollectionDefinition? Find(int id) => _byId.GetValueOrDefault(id);

    /// <summary>
    /// The seq since which there is a collection: a state before it shows nothing of it. 0 where it is not there, or nobody said.
    /// </summary>
    public long FindStart(int collectionId) => Names.MadeAt(collectionId);

    /// <summary>The collections that had a name and have it no more, in the order in which they gave it up.</summary>
    public IReadOnlyList<FormerName> FindFormer(string name) => Names.FindFormer(name);

    /// <summary>Since when collections have their names, and who had them before.</summary>
    internal NameHistory Names { get; }

    /// <summary>The catalog with that definition in place of the one of the same identity.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="seq">The seq of its node, or of the first document of a collection that none defines; 0 where it is not known.</param>
    public Catalog With(CollectionDefinition definition, long seq = 0)
    {
        var byName = _byId.TryGetValue(definition.Id, out var old) ? _byName.Remove(old.Name) : _byName;
        return new(
            byName.SetItem(definition.Name, definition),
            _byId.SetItem(definition.Id, definition),
            Names.With(old, definition, seq),
            Version + 1,
            Math.Max(NextCollectionId, definition.Id + 1));
    }

    /// <summary>The catalog of some collections where others were before.</summary>
    internal static Catalog Restore(IEnumerable<CollectionDefinition> definitions, NameHistory names, int nextCollectionId)
    {
        var catalog = definitions.Aggregate(Empty, static (catalog, definition) => catalog.With(definition));
        return new(catalog._byName, catalog._byId, names, catalog.Version, Math.Max(nextCollectionId, catalog.NextCollectionId));
    }

    /// <summary>The catalog without that collection.</summary>
    /// <param name="collectionId">The collection.</param>
    /// <param name="seq">The seq of the node that drops it; 0 where it is not known.</param>
    public Catalog Without(int collectionId, long seq = 0) => _byId.TryGetValue(collectionId, out var old)
        ? new(_byName.Remove(old.Name), _byId.Remove(collectionId), Names.Without(old, seq), Version + 1, NextCollectionId)
        : this;
}
