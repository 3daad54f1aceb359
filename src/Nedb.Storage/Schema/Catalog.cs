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
        long version,
        int nextCollectionId)
    {
        _byName = byName;
        _byId = byId;
        Version = version;
        NextCollectionId = nextCollectionId;
    }

    /// <summary>The catalog of an empty database.</summary>
    public static Catalog Empty { get; } = new(
        ImmutableDictionary.Create<string, CollectionDefinition>(StringComparer.Ordinal),
        ImmutableDictionary<int, CollectionDefinition>.Empty,
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

    /// <summary>The catalog with that definition in place of the one of the same identity.</summary>
    public Catalog With(CollectionDefinition definition)
    {
        var byName = _byId.TryGetValue(definition.Id, out var old) ? _byName.Remove(old.Name) : _byName;
        return new(
            byName.SetItem(definition.Name, definition),
            _byId.SetItem(definition.Id, definition),
            Version + 1,
            Math.Max(NextCollectionId, definition.Id + 1));
    }

    /// <summary>The catalog of some collections where others were before.</summary>
    internal static Catalog Restore(IEnumerable<CollectionDefinition> definitions, int nextCollectionId)
    {
        var catalog = definitions.Aggregate(Empty, static (catalog, definition) => catalog.With(definition));
        return new(catalog._byName, catalog._byId, catalog.Version, Math.Max(nextCollectionId, catalog.NextCollectionId));
    }

    /// <summary>The catalog without that collection.</summary>
    public Catalog Without(int collectionId) => _byId.TryGetValue(collectionId, out var old)
        ? new(_byName.Remove(old.Name), _byId.Remove(collectionId), Version + 1, NextCollectionId)
        : this;
}
