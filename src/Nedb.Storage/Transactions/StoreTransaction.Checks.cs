using System.Globalization;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Transactions;

/// <content>What a write must satisfy before it changes anything.</content>
internal sealed partial class StoreTransaction
{
    private static void CheckProvenance(Provenance provenance, long lastSeq)
    {
        foreach (var cause in provenance.CausedBy)
            if (cause < 1 || cause > lastSeq)
                throw new StorageException(
                    StorageErrorCode.CauseNotFound,
                    string.Create(
                        CultureInfo.InvariantCulture, $"A cause must be the seq of a node that exists, 1 to {lastSeq}; found {cause}."));
        if (provenance.Confidence is { } confidence && confidence is not (>= 0 and <= 1))
            throw new StorageException(
                StorageErrorCode.ValueInvalid,
                    string.Create(CultureInfo.InvariantCulture, $"A confidence lies between 0 and 1; found {confidence}."));
        if (provenance.Evidence is { } evidence
            && (evidence.Length > WriteLimits.EvidenceLengthMax || !FieldCoercion.IsWellFormed(evidence)))
            throw new StorageException(
                StorageErrorCode.ValueInvalid,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Evidence is valid UTF-16 of at most {WriteLimits.EvidenceLengthMax:N0} code units; found {evidence.Length:N0}."));
    }

    private static void CheckPeriod(CollectionDefinition collection, Period period)
    {
        if (period.From >= period.To)
            throw new StorageException(
                StorageErrorCode.PeriodInvalid,
                $"A period of collection '{collection.Name}' must start before it ends; found {period.Describe()}.")
            {
                Collection = collection.Name,
            };
    }

    private static void CheckPeriodOfFields(CollectionDefinition collection, Period said, Period inFields)
    {
        if (said != inFields)
            throw new StorageException(
                StorageErrorCode.PeriodInvalid,
                $"The period of collection '{collection.Name}' is what its fields "
                + $"'{collection.FindField(collection.PeriodFromFieldId)?.Name}' and "
                + $"'{collection.FindField(collection.PeriodToFieldId)?.Name}' say. The write says {said.Describe()} (VALID FROM, TO) and "
                + $"the fields say {inFields.Describe()}; set the fields and leave out the other.")
            {
                Collection = collection.Name,
            };
    }

    private static void CheckPrecondition(
        CollectionDefinition collection, NedbValue id, Precondition? precondition, StoredDocument? current)
    {
        if (precondition is not { } condition)
            return;
        var (holds, expected) = condition.Kind switch
        {
            PreconditionKind.Exists => (current is not null, "to exist"),
            PreconditionKind.Absent => (current is null, "not to exist"),
            _ => (current?.Seq == condition.Seq, string.Create(CultureInfo.InvariantCulture, $"at seq {condition.Seq}")),
        };
        if (holds)
            return;
        var found = current is null ? "none" : string.Create(CultureInfo.InvariantCulture, $"seq {current.Seq}");
        throw new StorageException(
            StorageErrorCode.PreconditionFailed, $"Expected the document {id} of collection '{collection.Name}' {expected}; found {found}.")
        {
            Collection = collection.Name,
        };
    }

    private static void CheckSize(CollectionDefinition collection, NedbValue id, int bytes)
    {
        if (bytes > WriteLimits.RowBytesMax)
            throw TooLarge(collection, string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} bytes for {id}"));
    }

    private static StorageException TooLarge(CollectionDefinition collection, string found) => new(
        StorageErrorCode.ValueInvalid,
        string.Create(
            CultureInfo.InvariantCulture,
            $"A document of collection '{collection.Name}' takes at most {WriteLimits.RowBytesMax:N0} bytes; found {found}."))
    {
        Collection = collection.Name,
    };

    /// <summary>Refuses a version whose values another document has in a unique index.</summary>
    /// <param name="collection">Its collection.</param>
    /// <param name="version">The version, which is not in the fork yet.</param>
    /// <param name="editor">The fork.</param>
    /// <param name="current">The version that it follows, whose values are its own already; null to compare them anyway.</param>
    /// <param name="reads">Where to remember the document for which it is refused; null for nowhere.</param>
    private static void CheckUnique(
        CollectionDefinition collection, StoredDocument version, StateEditor editor, StoredDocument? current, ReadLog? reads = null)
    {
        foreach (var index in collection.Indexes)
        {
            // Whose period makes room for whose is known when the statement is complete.
            if (!index.IsUnique || index.IsWithoutOverlaps
                || (current is not null && index.Filter is null && HasSameValues(index, current, version)))
                continue;
            var buffer = ByteBuffer.Rent();
            var isCompared = IndexKey.TryEncodePrefix(index, collection, version, buffer) && editor.IsIndexed(collection, index, version);
            var other = isCompared ? editor.FindByIndex(collection, index, buffer.Written) : null;
            ByteBuffer.Return(buffer);
            if (other is null || other.KeyBytes.AsSpan().SequenceEqual(version.KeyBytes))
                continue;
            reads?.AddKey(collection.Id, other.KeyBytes);
            throw DuplicateValue(collection, index, version, other);
        }
    }

    private static bool HasSameValues(IndexDefinition index, StoredDocument current, StoredDocument version)
    {
        foreach (var field in index.Fields)
            if (!current.HasSameValue(field.FieldId, version))
                return false;
        return true;
    }

    private static StorageException DuplicateValue(
        CollectionDefinition collection, IndexDefinition index, StoredDocument version, StoredDocument other)
    {
        var values = string.Join(
            ", ", index.Fields.Select(field => $"{collection.FindField(field.FieldId)?.Name} = {version.GetValue(field.FieldId)}"));
        return new(
            StorageErrorCode.UniqueViolation,
            $"Index '{index.Name}' of collection '{collection.Name}' is unique, and the document {other.Id} has {values} already; found "
            + $"the same in {version.Id}.")
        {
            Collection = collection.Name,
            Constraint = index.Name,
        };
    }

    private void CheckChecks(CollectionDefinition collection, StoredDocument version)
    {
        foreach (var (check, holds) in _context.Definitions.Checks(collection))
            if (!holds(version))
                throw new StorageException(
                    StorageErrorCode.CheckViolation,
                    $"The document {version.Id} of collection '{collection.Name}' does not satisfy the check '{check.Name}': "
                    + $"{check.Expression}.")
                {
                    Collection = collection.Name,
                    Constraint = check.Name,
                };
    }
}
