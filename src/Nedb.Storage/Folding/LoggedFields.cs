using Nedb.Storage.Schema;

namespace Nedb.Storage.Folding;

/// <summary>Up to which field the log knows each schemaless collection, so that the next put tells it those that came since.</summary>
internal sealed class LoggedFields
{
    private readonly Dictionary<int, int> _nextFieldIds;

    public LoggedFields() => _nextFieldIds = [];

    /// <summary>Knows what was known before.</summary>
    public LoggedFields(Dictionary<int, int> nextFieldIds) => _nextFieldIds = nextFieldIds;

    /// <summary>
    /// The first field that the log does not know; 0 where it does not know the collection. Declared collections are always known.
    /// </summary>
    public int NextFieldIdOf(CollectionDefinition collection) =>
        collection.IsDeclared ? collection.NextFieldId : _nextFieldIds.GetValueOrDefault(collection.Id);

    /// <summary>The first field that the log does not know of each schemaless collection.</summary>
    public IReadOnlyDictionary<int, int> NextFieldIds => _nextFieldIds;

    /// <summary>Notes that the log knows the collection as it is.</summary>
    public void Learn(CollectionDefinition collection)
    {
        if (!collection.IsDeclared)
            _nextFieldIds[collection.Id] = collection.NextFieldId;
    }

    public void Forget(int collectionId) => _nextFieldIds.Remove(collectionId);

    public LoggedFields Copy() => new(new(_nextFieldIds));
}
