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
        if (_repetition is not null)
            return _repetition.Delete(collectionId, key, Normalize(provenance));
        var current = _editor.Find(collectionId, key);
        if (metadata.Precondition is not null || current is null)
            Observe(collectionId, key);
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

    /// <summary>
    /// Ends a document and, one after the other, those that fall with it: chains of references may be longer than the stack is deep.
    /// </summary>
    private void End(CollectionDefinition collection, StoredDocument current, Provenance provenance)
    {
        var falling = new Queue<(CollectionDefinition Collection, StoredDocument Document)>();
        falling.Enqueue((collection, current));
        while (falling.TryDequeue(out var next))
        {
            // A cycle, or a second reference, may have ended it already.
            var present = _editor.Find(next.Collection.Id, next.Document.KeyBytes);
            if (present?.Seq != next.Document.Seq)
                continue;
            var tombstone = new VersionEntry(
                next.Collection.Id, NodeKind.Tombstone, _editor.Seq + 1, next.Document.Seq, NowTicks(), next.Document.KeyBytes,
                    next.Document.Id, null, default,
                next.Document.Period, provenance);
            Append(tombstone, next.Collection, present);
            ForgetExpiry(next.Collection.Id, next.Document.KeyBytes);
            foreach (var (dependent, foreignKey) in References.To(Catalog, next.Collection))
            {
                if (foreignKey.OnDelete == DeleteAction.Restrict
                    || !References.TryRead(next.Document, foreignKey.PrincipalFieldIds, out var values))
                    continue;
                foreach (var document in References.FindDependents(_editor, dependent, foreignKey, values))
                    if (foreignKey.OnDelete == DeleteAction.Cascade)
                        falling.Enqueue((dependent, document));
                    else
                        Detach(dependent, foreignKey, document, provenance);
            }
        }
    }

    /// <summary>Gives the referring fields null, or their default.</summary>
    private void Detach(CollectionDefinition dependent, ForeignKeyDefinition foreignKey, StoredDocument document, Provenance provenance)
    {
        var fieldIds = new List<int>();
        var values = new List<NedbValue>();
        foreach (var field in dependent.Fields)
        {
            fieldIds.Add(field.Id);
            values.Add(!foreignKey.FieldIds.Contains(field.Id)
                ? document.HasField(field.Id) ? document.GetValue(field.Id) : field.MissingValue
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
