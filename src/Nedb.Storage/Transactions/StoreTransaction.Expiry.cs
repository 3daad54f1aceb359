using Nedb.Storage.Diagnostics;
using Nedb.Storage.Expiry;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Transactions;

/// <content>Documents that end by themselves.</content>
internal sealed partial class StoreTransaction
{
    /// <summary>Notes when a document expires, where the write says so.</summary>
    private void Expire(CollectionDefinition collection, ReadOnlySpan<byte> key, DateTimeOffset? expiresAt)
    {
        if (expiresAt is not { } instant)
            return;
        if (instant == DateTimeOffset.MaxValue)
        {
            ForgetExpiry(collection.Id, key);
            return;
        }

        if (collection.Name == ExpirySchema.CollectionName)
            throw new StorageException(StorageErrorCode.ValueInvalid, "An entry of the collection of expiries does not expire itself.")
            {
                Collection = collection.Name,
            };
        var expiries = ExpirySchema.Find(Catalog);
        if (expiries is null)
        {
            expiries = ExpirySchema.Make(Catalog.NextCollectionId);
            Define(expiries);
        }

        NedbValue[] values =
        [
            NedbValue.FromInt64(collection.Id), NedbValue.FromBytes(key.ToArray()), NedbValue.FromTimestamp(instant.UtcDateTime),
        ];
        Put(expiries, default, ExpirySchema.Fields, values, WriteMetadata.None, isInsert: false);
    }

    /// <summary>Takes back that a document expires.</summary>
    private void ForgetExpiry(int collectionId, ReadOnlySpan<byte> key)
    {
        if (ExpirySchema.Find(Catalog) is not { } expiries || collectionId == expiries.Id)
            return;
        var entryKey = ExpirySchema.KeyOf(collectionId, key);
        if (_repetition is not null)
            _repetition.Delete(expiries.Id, entryKey, Provenance.None);
        else if (_editor.Find(expiries.Id, entryKey) is { } entry)
            End(expiries, entry, Provenance.None);
    }
}
