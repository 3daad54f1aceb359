using Nedb.Storage.Diagnostics;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.Storage.Expiry;

/// <summary>
/// The collection that says which documents end when: an ordinary one, so an expiry is logged, proven, read <c>AS OF</c> and recovered as
/// everything else, and a transaction that is given up leaves none.
/// </summary>
internal static class ExpirySchema
{
    public const string CollectionName = "_expiries";

    public const int CollectionId = 1;
    public const int DocumentKey = 2;
    public const int ExpiresAt = 3;
    public const int IndexId = 1;

    public static ReadOnlySpan<int> Fields => [CollectionId, DocumentKey, ExpiresAt];

    /// <summary>The collection, or null where nothing ever was to expire.</summary>
    public static CollectionDefinition? Find(Catalog catalog)
    {
        if (catalog.Find(CollectionName) is not { } found)
            return null;
        return IsOne(found)
            ? found
            : throw new StorageException(
                StorageErrorCode.DefinitionInvalid,
                $"The collection '{CollectionName}' is kept for expiries, and another is there. Rename it.")
            {
                Collection = CollectionName,
            };
    }

    /// <summary>Whether a definition is one that expiries can be kept in.</summary>
    public static bool IsOne(CollectionDefinition definition) =>
        definition.KeyFieldIds.AsSpan().SequenceEqual([CollectionId, DocumentKey])
        && definition.FindField(ExpiresAt)?.Name == "expires_at"
        && definition.Indexes.Any(static index => index.Id == IndexId);

    public static CollectionDefinition Make(int id) => new()
    {
        Id = id,
        Name = CollectionName,
        IsDeclared = true,
        Fields =
        [
            new() { Id = CollectionId, Name = "collection_id", Type = new(FieldKind.Int32), IsNullable = false },
            new() { Id = DocumentKey, Name = "document_key", Type = new(FieldKind.Bytes), IsNullable = false },
            new() { Id = ExpiresAt, Name = "expires_at", Type = new(FieldKind.Timestamp), IsNullable = false },
        ],
        KeyFieldIds = [CollectionId, DocumentKey],
        Indexes = [new() { Id = IndexId, Name = "by_time", Fields = [new IndexField(ExpiresAt)] }],
        NextFieldId = 4,
        NextIndexId = 2,
    };

    /// <summary>The key of the entry of a document.</summary>
    public static byte[] KeyOf(int collectionId, ReadOnlySpan<byte> key) =>
        KeyEncoder.Encode(NedbValue.FromInt64(collectionId), NedbValue.FromBytes(key.ToArray()));
}
