using Nedb.Storage.Schema;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Transactions;

/// <content>The end of documents, and of those that refer to them.</content>
internal sealed partial class StoreTransaction
{
    public override bool Delete(int collectionId, ReadOnlySpan<byte> key, WriteMetadata metadata)
    {
        CheckOpen();
        var collection = Definition(collectionId);
        var provenance = metadata.Provenance ?? Provenance.None;
        CheckProvenance(provenance, _editor.Seq);
        var current = _editor.Find(collectionId, key);
        CheckPrecondition(collection, current?.Id ?? default, metadata.Precondition, current);
        if (current is null)
            return false;

        // Only a delete that reaches further can fail halfway, and only that one pays for a savepoint.
        var savepoint = References.To(Catalog, collection).Any() ? CreateSavepoint() : null;
        try
        {
            End(collection, current, Normalize(provenance));
        }
        catch when (savepoint is not null)
        {
            RollbackTo(savepoint);
            throw;
        }

        return true;
    }

    private void End(CollectionDefinition collection, VersionEntry current, Provenance provenance)
    {
        var tombstone = new VersionEntry(
            collection.Id, NodeKind.Tombstone, _editor.Seq + 1, current.Seq, NowTicks(), current.KeyBytes, current.Id, null, null, current.Period, provenance);
        Append(tombstone, collection);
        foreach (var (dependent, foreignKey) in References.To(Catalog, collection))
        {
            if (foreignKey.OnDelete == DeleteAction.Restrict || !References.TryRead(current, foreignKey.PrincipalFieldIds, out var values))
                continue;
            foreach (var document in References.FindDependents(_editor, dependent, foreignKey, values))
                Follow(dependent, foreignKey, document, provenance);
        }
    }

    private void Follow(CollectionDefinition dependent, ForeignKeyDefinition foreignKey, VersionEntry document, Provenance provenance)
    {
        // A cycle of references may have brought us here before.
        if (_editor.Find(dependent.Id, document.KeyBytes) != document)
            return;
        if (foreignKey.OnDelete == DeleteAction.Cascade)
        {
            End(dependent, document, provenance);
            return;
        }

        var fieldIds = new List<int>();
        var values = new List<NedbValue>();
        foreach (var field in dependent.Fields)
        {
            fieldIds.Add(field.Id);
            values.Add(!foreignKey.FieldIds.Contains(field.Id)
                ? document.HasField(field.Id) ? document.GetValue(field.Id) : field.Default
                : foreignKey.OnDelete == DeleteAction.SetDefault ? field.Default : default);
        }

        Put(
            dependent,
            dependent.KeyFieldIds.IsEmpty ? document.Id : default,
            [.. fieldIds],
            [.. values],
            new() { Provenance = provenance, Period = dependent.PeriodFromFieldId == 0 ? document.Period : null },
            isInsert: false);
    }
}
