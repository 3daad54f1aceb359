using Nedb.Storage.Rows;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Transactions;

/// <content>Versions that differ from the one before in some fields.</content>
internal sealed partial class StoreTransaction
{
    private readonly ByteArena _rows = new();
    private readonly ByteBuffer _patched = new();
    private NedbValue[] _changed = [];
    private (CollectionDefinition? Collection, Shape? Shape) _patchable;

    public override Document Update(
        Document document, ReadOnlySpan<int> fieldIds, ReadOnlySpan<NedbValue> values, WriteMetadata metadata, bool isRead = false)
    {
        CheckOpen();
        if (fieldIds.Length != values.Length)
            throw new ArgumentException($"There are {fieldIds.Length} fields and {values.Length} values.", nameof(values));
        var collection = Definition(document.CollectionId);
        foreach (var fieldId in fieldIds)
            if (collection.KeyFieldIds.Contains(fieldId))
                throw new ArgumentException(
                    $"The field {fieldId} is part of the key of '{collection.Name}'; a document under another key is another document.",
                    nameof(fieldIds));
        if (_repetition is null && metadata.ExpiresAt is null && document is StoredDocument { Shape: not null } stored
            && IsPatchable(collection, stored))
        {
            // Only its seq is looked up: the document itself is in hand.
            if (_editor.CurrentSeqOf(collection.Id, stored.KeyBytes, isRead ? document.Seq : null) != document.Seq)
                throw new ArgumentException("The document is not what its key reads as in this transaction.", nameof(document));
            return Patch(collection, stored, fieldIds, values, metadata);
        }

        return PutChanged(collection, document, fieldIds, values, metadata);
    }

    /// <summary>
    /// Whether a row says everything that the next version will say: all fields of the collection and no others, and the period not among
    /// them.
    /// </summary>
    private bool IsPatchable(CollectionDefinition collection, StoredDocument document)
    {
        if (ReferenceEquals(_patchable.Collection, collection) && ReferenceEquals(_patchable.Shape, document.Shape))
            return !document.IsContentErased;
        var shape = document.Shape!;
        if (document.IsContentErased || shape.Count != collection.Fields.Length
            || collection.PeriodFromFieldId != 0 || collection.PeriodToFieldId != 0)
            return false;
        foreach (var field in collection.Fields)
            if (shape.PositionOf(field.Id) < 0)
                return false;
        _patchable = (collection, shape);
        return true;
    }

    private Document PutChanged(
        CollectionDefinition collection, Document document, ReadOnlySpan<int> fieldIds, ReadOnlySpan<NedbValue> values,
        WriteMetadata metadata)
    {
        var ids = collection.Fields.Select(static field => field.Id).Order().ToArray();
        var all = new NedbValue[ids.Length];
        for (var i = 0; i < ids.Length; i++)
        {
            var given = fieldIds.IndexOf(ids[i]);
            all[i] = given >= 0 ? values[given]
                : document.HasField(ids[i]) ? document.GetValue(ids[i]) : collection.FindField(ids[i])!.MissingValue;
        }

        if (metadata.Period is null && collection.PeriodFromFieldId == 0 && !document.Period.IsAlways)
            metadata = metadata with { Period = document.Period };
        return Put(collection.Id, collection.KeyFieldIds.IsEmpty ? document.Id : default, ids, all, metadata);
    }

    private Document Patch(
        CollectionDefinition collection, StoredDocument current, ReadOnlySpan<int> fieldIds, ReadOnlySpan<NedbValue> values,
        WriteMetadata metadata)
    {
        var provenance = metadata.Provenance ?? Provenance.None;
        CheckProvenance(provenance, _editor.Seq);
        provenance = Normalize(provenance);
        var period = metadata.Period ?? current.Period;
        CheckPeriod(collection, period);
        if (metadata.Precondition is not null)
        {
            Observe(collection.Id, current.KeyBytes);
            CheckPrecondition(collection, current.Id, metadata.Precondition, current);
        }

        PatchRow(collection, current, fieldIds, values);
        if (current.Row.SequenceEqual(_patched.Written) && current.Period == period && current.Provenance.Equals(provenance))
            return Keep(current);
        if (_patched.Length > WriteLimits.RowBytesMax)
            CheckSize(collection, current.Id, _patched.Length);
        var version = VersionEntry.Following(current, _editor.Seq + 1, NowTicks(), _rows.Store(_patched.Written), period, provenance);
        CheckEntries(collection, version);
        CheckUnique(collection, version, _editor, current, _reads);
        CheckChecks(collection, version);
        Append(version, collection, current);
        return version;
    }

    private void PatchRow(
        CollectionDefinition collection, StoredDocument current, ReadOnlySpan<int> fieldIds, ReadOnlySpan<NedbValue> values)
    {
        var positions = fieldIds.Length <= 64 ? stackalloc int[fieldIds.Length] : new int[fieldIds.Length];
        if (_changed.Length < values.Length)
            _changed = new NedbValue[values.Length];
        var changed = _changed.AsSpan(0, values.Length);
        for (var i = 0; i < positions.Length; i++)
        {
            if (collection.FindField(fieldIds[i]) is not { } field || (i > 0 && fieldIds[i] <= fieldIds[i - 1]))
                throw UnknownField(collection, fieldIds[i]);
            positions[i] = current.Shape!.PositionOf(field.Id);
            changed[i] = FieldCoercion.Coerce(collection, field, in values[i]);
            if (changed[i].IsNull && !field.IsNullable)
                throw MissingValue(collection, field);
            if (changed[i].Kind == ValueKind.String && changed[i].AsString().Length > WriteLimits.RowBytesMax)
                throw TooLarge(collection, $"more than {changed[i].AsString().Length:N0} bytes");
            if (field.IsIdentity && changed[i].Kind == ValueKind.Int64)
                _context.Identities.Observe(collection.Id, field.Id, changed[i].AsInt64());
        }

        RowWriter.Patch(current.Row, current.Shape!.Count, positions, changed, _patched);
    }
}
