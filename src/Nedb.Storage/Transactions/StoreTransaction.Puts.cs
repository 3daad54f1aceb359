using System.Globalization;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Rows;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Transactions;

/// <content>Whole versions of documents.</content>
internal sealed partial class StoreTransaction
{
    private readonly FieldValues _fields = new();

    public override Document Put(
        int collectionId, NedbValue id, ReadOnlySpan<int> fieldIds, ReadOnlySpan<NedbValue> values, WriteMetadata metadata) =>
        PutWithExpiry(Definition(collectionId), id, fieldIds, values, metadata, isInsert: false);

    public override Document Insert(
        int collectionId, NedbValue id, ReadOnlySpan<int> fieldIds, ReadOnlySpan<NedbValue> values, WriteMetadata metadata) =>
        PutWithExpiry(Definition(collectionId), id, fieldIds, values, metadata, isInsert: true);

    private Document PutWithExpiry(
        CollectionDefinition collection, NedbValue id, ReadOnlySpan<int> fieldIds, ReadOnlySpan<NedbValue> values, WriteMetadata metadata,
            bool isInsert)
    {
        if (metadata.ExpiresAt is null)
            return Put(collection, id, fieldIds, values, metadata, isInsert);
        // Only a write of two documents can fail halfway, and only that one pays for a savepoint.
        CheckOpen();
        var savepoint = CreateSavepoint();
        try
        {
            var document = Put(collection, id, fieldIds, values, metadata, isInsert);
            Expire(collection, document.Key.Span, metadata.ExpiresAt);
            return document;
        }
        catch
        {
            RollbackTo(savepoint);
            throw;
        }
    }

    private Document Put(
        CollectionDefinition collection, NedbValue id, ReadOnlySpan<int> fieldIds, ReadOnlySpan<NedbValue> values, WriteMetadata metadata,
            bool isInsert)
    {
        CheckOpen();
        var provenance = metadata.Provenance ?? Provenance.None;
        CheckProvenance(provenance, _editor.Seq);
        provenance = Normalize(provenance);
        var fields = Coerce(collection, fieldIds, values);
        if (id.IsNull && collection.KeyFieldIds.IsEmpty)
            id = NextRepeated(collection.Id)?.Id ?? NedbValue.FromInt64(_context.Identities.Next(collection.Id, 0));
        var key = MakeKey(collection, ref id, fields);
        var period = metadata.Period ?? PeriodOf(collection, fields);
        CheckPeriod(collection, period);
        if (metadata.Period is not null && (collection.PeriodFromFieldId != 0 || collection.PeriodToFieldId != 0))
            CheckPeriodOfFields(collection, period, PeriodOf(collection, fields));
        if (_repetition is not null)
            return _repetition.Put(collection, key, fields, period, provenance);

        var current = _editor.Find(collection.Id, key, isLikely: !isInsert);
        if (metadata.Precondition is not null || (isInsert && current is not null))
            Observe(collection.Id, key);
        CheckPrecondition(collection, id, metadata.Precondition, current);
        if (isInsert && current is not null)
            throw new StorageException(
                StorageErrorCode.DuplicateKey,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Collection '{collection.Name}' has a document with the key {id} already, since seq {current.Seq}."))
            {
                Collection = collection.Name,
                Constraint = collection.KeyName,
            };

        var shape = _context.Shapes.Intern(fields.Ids);
        var row = RowWriter.Write(shape, fields.Values, _rows);
        CheckSize(collection, id, row.Count);
        if (current is not null && current.Shape == shape && current.Row.SequenceEqual(row.AsSpan()) && current.Period == period
            && current.Provenance.Equals(provenance))
            return Keep(current);

        var version = new VersionEntry(
            collection.Id,
            NodeKind.Put,
            _editor.Seq + 1,
            current?.Seq ?? _editor.LastSeqOf(collection.Id, key, isEnded: true),
            NowTicks(),
            key,
            id,
            shape,
            row,
            period,
            provenance,
            _context.Definitions.KeyFieldIds(collection));
        CheckEntries(collection, version);
        CheckUnique(collection, version, _editor, current, _reads);
        CheckChecks(collection, version);
        ObserveIdentities(collection, id, fields);
        Append(version, collection, current);
        return version;
    }

    // Short rows make short entries, and cost no look.
    private void CheckEntries(CollectionDefinition collection, VersionEntry version)
    {
        if (version.Row.Length + version.KeyBytes.Length < WriteLimits.IndexEntryBytesMax / 8)
            return;
        foreach (var index in collection.Indexes)
            if (_editor.IsIndexed(collection, index, version))
                IndexKey.CheckEntry(index, collection, version);
    }

    private FieldValues Coerce(CollectionDefinition collection, ReadOnlySpan<int> fieldIds, ReadOnlySpan<NedbValue> values)
    {
        if (fieldIds.Length != values.Length)
            throw new ArgumentException($"There are {fieldIds.Length} fields and {values.Length} values.", nameof(values));
        var fields = _fields;
        fields.Reset(collection.Fields.Length);
        var given = 0;
        long textLength = 0;
        foreach (var field in collection.Fields)
        {
            NedbValue value = default;
            var isGiven = given < fieldIds.Length && fieldIds[given] == field.Id;
            if (isGiven)
                value = FieldCoercion.Coerce(collection, field, in values[given++]);
            if (value.Kind == ValueKind.String)
                textLength += value.AsString().Length;
            if (value.IsNull && !field.IsNullable)
                throw MissingValue(collection, field);
            // A declared field is carried also as null: if it were not, the version would read as what the field was added
            // with. The fields of a schemaless collection come and go with its documents.
            if (isGiven || collection.IsDeclared)
                fields.Add(field.Id, in value);
        }

        if (given < fieldIds.Length)
            throw UnknownField(collection, fieldIds[given]);
        if (textLength > WriteLimits.RowBytesMax)
            throw TooLarge(collection, $"more than {textLength:N0} bytes");
        return fields;
    }

    private static StorageException MissingValue(CollectionDefinition collection, FieldDefinition field) => new(
        StorageErrorCode.NotNullViolation, $"Field '{collection.Name}.{field.Name}' must have a value; found null.")
    {
        Collection = collection.Name,
        Constraint = field.Name,
    };

    private static StorageException UnknownField(CollectionDefinition collection, int fieldId) => new(
        StorageErrorCode.NotFound,
        $"Collection '{collection.Name}' has no field with the identity {fieldId}, or the identities are not ascending and distinct.")
    {
        Collection = collection.Name,
    };

    private static byte[] MakeKey(CollectionDefinition collection, ref NedbValue id, FieldValues fields)
    {
        var buffer = ByteBuffer.Rent();
        if (collection.KeyFieldIds.IsEmpty)
        {
            FieldCoercion.CheckValue(collection, "_id", in id);
            KeyEncoder.Append(in id, false, buffer);
        }
        else
        {
            foreach (var fieldId in collection.KeyFieldIds)
            {
                id = fields.Find(fieldId);
                if (id.IsNull)
                    throw MissingKey(collection, fieldId);
                KeyEncoder.Append(in id, false, buffer);
            }

            if (collection.KeyFieldIds.Length > 1)
                id = ReadId(collection, fields);
        }

        var key = buffer.ToArray();
        ByteBuffer.Return(buffer);
        if (key.Length > WriteLimits.KeyBytesMax)
            throw new StorageException(
                StorageErrorCode.ValueInvalid,
                string.Create(CultureInfo.InvariantCulture, $"A key of collection '{collection.Name}' takes {key.Length:N0} bytes in "
                    + $"its ordered encoding; the limit is {WriteLimits.KeyBytesMax:N0}."))
            {
                Collection = collection.Name,
            };
        return key;
    }

    private static NedbValue ReadId(CollectionDefinition collection, FieldValues fields)
    {
        var parts = new NedbValue[collection.KeyFieldIds.Length];
        for (var i = 0; i < parts.Length; i++)
            parts[i] = fields.Find(collection.KeyFieldIds[i]);
        return NedbValue.FromArray(new NedbArray(parts));
    }

    private static StorageException MissingKey(CollectionDefinition collection, int fieldId) => new(
        StorageErrorCode.NotNullViolation,
        $"Field '{collection.Name}.{collection.FindField(fieldId)!.Name}' is part of the key and must have a value; found null.")
    {
        Collection = collection.Name,
        Constraint = collection.KeyName,
    };

    private void ObserveIdentities(CollectionDefinition collection, NedbValue id, FieldValues fields)
    {
        if (collection.KeyFieldIds.IsEmpty && id.Kind == ValueKind.Int64)
            _context.Identities.Observe(collection.Id, 0, id.AsInt64());
        foreach (var field in collection.Fields)
            if (field.IsIdentity && fields.Find(field.Id) is { Kind: ValueKind.Int64 } number)
                _context.Identities.Observe(collection.Id, field.Id, number.AsInt64());
    }

    private static Provenance Normalize(Provenance provenance)
    {
        var causes = provenance.CausedBy;
        for (var i = 1; i < causes.Length; i++)
            if (causes[i] <= causes[i - 1])
                return provenance with { CausedBy = [.. causes.Distinct().Order()] };
        return provenance;
    }

    private static Period PeriodOf(CollectionDefinition collection, FieldValues fields)
    {
        if (collection.PeriodFromFieldId == 0 && collection.PeriodToFieldId == 0)
            return Period.Always;
        return new(
            Period.TicksOf(fields.Find(collection.PeriodFromFieldId)) ?? long.MinValue,
            Period.TicksOf(fields.Find(collection.PeriodToFieldId)) ?? long.MaxValue);
    }
}
