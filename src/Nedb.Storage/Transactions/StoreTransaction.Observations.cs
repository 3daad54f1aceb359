using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Transactions;

/// <content>What the caller learns without a view: by writes that change nothing, and by writes that are refused.</content>
internal sealed partial class StoreTransaction
{
    private readonly List<KeptKey> _kept = [];

    /// <summary>A document that a write leaves as it is, since it says the same: whoever else writes its key is a conflict.</summary>
    private StoredDocument Keep(StoredDocument current)
    {
        Observe(current.CollectionId, current.KeyBytes);
        // What the transaction wrote itself has a step.
        if (current.Seq <= BaseRoot.Seq)
            _kept.Add(new(current.CollectionId, current.KeyBytes, current.Id));
        return current;
    }

    private void Observe(int collectionId, ReadOnlySpan<byte> key) => _reads?.AddKey(collectionId, key);

    /// <summary>A reference that does not hold tells what is in the collections at its ends.</summary>
    private void ObserveReferences(int firstStep)
    {
        for (var i = firstStep; i < _steps.Count; i++)
        {
            if (_steps[i] is not { IsDefinition: false, Collection: { } collection })
                continue;
            _reads!.Add(collection.Id, 0, KeyRange.All);
            foreach (var foreignKey in collection.ForeignKeys)
                _reads.Add(foreignKey.PrincipalCollectionId, 0, KeyRange.All);
            foreach (var (dependent, _) in References.To(Catalog, collection))
                _reads.Add(dependent.Id, 0, KeyRange.All);
        }
    }

    private readonly record struct KeptKey(int CollectionId, byte[] Key, NedbValue Id);
}
