using Nedb.Storage.Diagnostics;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Transactions;

/// <summary>
/// Rules over periods, by SQL:2011: no two documents with one key are valid at one time, and those that are referred to are valid whenever
/// the referring one is. A key without overlaps ends with the start of the period, so the documents of one key lie in the order of their
/// periods, and the neighbours of a document are the only ones that it can overlap.
/// </summary>
internal static class PeriodRules
{
    /// <summary>Refuses a current document that is valid at one time with another one of the same key.</summary>
    /// <exception cref="StorageException">OverlapViolation, with both documents.</exception>
    public static void CheckAlone(StateEditor editor, CollectionDefinition collection, StoredDocument document)
    {
        if (collection.IsKeyWithoutOverlaps)
            CheckAlone(editor, collection, null, document);
        foreach (var index in collection.Indexes)
            if (index.IsWithoutOverlaps)
                CheckAlone(editor, collection, index, document);
    }

    /// <summary>Refuses a document that is valid when nothing that it refers to is.</summary>
    /// <exception cref="StorageException">ForeignKeyViolation.</exception>
    public static void CheckCovered(
        StateEditor editor, CollectionDefinition collection, ForeignKeyDefinition foreignKey, StoredDocument document)
    {
        if (!References.TryRead(document, foreignKey.FieldIds[..^1], out var values)
            || editor.Catalog.Find(foreignKey.PrincipalCollectionId) is not { } principal)
            return;
        if (FindGap(editor, principal, foreignKey, values, collection, document) is { } gap)
            throw StoreTransaction.Violation(
                collection,
                foreignKey,
                $"The document {document.Id} of collection '{collection.Name}' is valid {PeriodOf(collection, document).Describe()} and "
                + $"refers to documents of '{principal.Name}' with {Describe(principal, foreignKey, values)}, of which none is valid "
                + gap.Describe(),
                document.Id);
    }

    /// <summary>
    /// Refuses the change of a document where one that refers to it is valid at a moment that it does not cover any more.
    /// </summary>
    /// <param name="editor">The state after the change.</param>
    /// <param name="principal">The collection referred to.</param>
    /// <param name="dependent">The referring collection.</param>
    /// <param name="foreignKey">The reference.</param>
    /// <param name="previous">The document before the change.</param>
    /// <param name="current">The document now; null where it ended.</param>
    /// <exception cref="StorageException">ForeignKeyViolation.</exception>
    public static void CheckDependents(
        StateEditor editor,
        CollectionDefinition principal,
        CollectionDefinition dependent,
        ForeignKeyDefinition foreignKey,
        StoredDocument previous,
        StoredDocument? current)
    {
        var fieldIds = foreignKey.PrincipalFieldIds[..^1];
        if (!References.TryRead(previous, fieldIds, out var values))
            return;
        var lost = PeriodOf(principal, previous);
        if (current is not null && References.Matches(current, fieldIds, values)
            && PeriodOf(principal, current) is var kept && kept.From <= lost.From && lost.To <= kept.To)
            return;
        foreach (var document in References.FindPeriodDependents(editor, dependent, foreignKey, values))
            if (PeriodOf(dependent, document).Overlaps(lost)
                && FindGap(editor, principal, foreignKey, values, dependent, document) is { } gap)
                throw StoreTransaction.Violation(
                    dependent,
                    foreignKey,
                    $"The document {document.Id} of collection '{dependent.Name}' is valid {PeriodOf(dependent, document).Describe()} and "
                    + $"still refers to documents of '{principal.Name}' with {Describe(principal, foreignKey, values)}, of which none "
                    + $"would be valid {gap.Describe()}",
                    document.Id);
    }

    /// <summary>The period that the fields of a document say.</summary>
    private static Period PeriodOf(CollectionDefinition collection, StoredDocument document) => new(
        Period.TicksOf(ValueOf(collection, document, collection.PeriodFromFieldId)) ?? long.MinValue,
        Period.TicksOf(ValueOf(collection, document, collection.PeriodToFieldId)) ?? long.MaxValue);

    private static NedbValue ValueOf(CollectionDefinition collection, StoredDocument document, int fieldId) =>
        document.HasField(fieldId) ? document.GetValue(fieldId) : collection.FindField(fieldId)!.MissingValue;

    private static void CheckAlone(
        StateEditor editor, CollectionDefinition collection, IndexDefinition? index, StoredDocument document)
    {
        var buffer = ByteBuffer.Rent();
        var isCompared = TryEncodeKey(collection, index, document, buffer);
        var group = KeyRange.Prefix(buffer.Written);
        ByteBuffer.Return(buffer);
        if (!isCompared)
            return;
        var own = index is null ? document.KeyBytes : IndexKey.Entry(index, collection, document);
        CheckApart(editor.FindRange(collection.Id, index?.Id ?? 0, group with { To = own }, isReverse: true));
        CheckApart(editor.FindRange(collection.Id, index?.Id ?? 0, group with { From = own }, isReverse: false));

        void CheckApart(IEnumerable<StoredDocument> neighbours)
        {
            foreach (var other in neighbours)
            {
                if (other.Seq == document.Seq)
                    continue;
                if (PeriodOf(collection, other).Overlaps(PeriodOf(collection, document)))
                    throw Overlap(collection, index, document, other);
                return;
            }
        }
    }

    /// <summary>Encodes the fields of a key but for the start of the period.</summary>
    /// <returns>Whether none of them is null.</returns>
    private static bool TryEncodeKey(
        CollectionDefinition collection, IndexDefinition? index, StoredDocument document, ByteBuffer buffer)
    {
        if (index is not null)
            return IndexKey.TryEncodePrefix(index, index.Fields.Length - 1, collection, document, buffer);
        foreach (var fieldId in collection.KeyFieldIds.AsSpan()[..^1])
            KeyEncoder.Append(document.GetValue(fieldId), false, buffer);
        return true;
    }

    /// <summary>The first part of the period of a referring document at which nothing that it refers to is valid; null for none.</summary>
    private static Period? FindGap(
        StateEditor editor,
        CollectionDefinition principal,
        ForeignKeyDefinition foreignKey,
        NedbValue[] values,
        CollectionDefinition dependent,
        StoredDocument document)
    {
        var period = PeriodOf(dependent, document);
        var covered = period.From;
        foreach (var other in FindPrincipals(editor, principal, foreignKey, values, ValueOf(dependent, document, foreignKey.FieldIds[^1])))
        {
            var part = PeriodOf(principal, other);
            if (part.To <= covered)
                continue;
            if (part.From > covered)
                return new(covered, Math.Min(part.From, period.To));
            covered = part.To;
            if (covered >= period.To)
                return null;
        }

        return new(covered, period.To);
    }

    /// <summary>What a reference leads to, in the order of the periods, from the one on that is valid at a moment.</summary>
    private static IEnumerable<StoredDocument> FindPrincipals(
        StateEditor editor, CollectionDefinition principal, ForeignKeyDefinition foreignKey, NedbValue[] values, NedbValue start)
    {
        PeriodKey.Find(principal, foreignKey.PrincipalFieldIds, out var index);
        var buffer = ByteBuffer.Rent();
        for (var i = 0; i < values.Length; i++)
            KeyEncoder.Append(
                index is not null && principal.FindField(foreignKey.PrincipalFieldIds[i])?.TextCollation is { } collation
                    ? collation.Fold(in values[i])
                    : values[i],
                false,
                buffer);
        var group = KeyRange.Prefix(buffer.Written);
        KeyEncoder.Append(in start, false, buffer);
        var place = buffer.ToArray();
        ByteBuffer.Return(buffer);
        var fieldIds = foreignKey.PrincipalFieldIds[..^1];
        var before = editor.FindRange(principal.Id, index?.Id ?? 0, group with { To = place }, isReverse: true)
            .FirstOrDefault(document => References.Matches(document, fieldIds, values));
        if (before is not null)
            yield return before;
        // A collation takes more together than what is equal.
        foreach (var document in editor.FindRange(principal.Id, index?.Id ?? 0, group with { From = place }, isReverse: false))
            if (References.Matches(document, fieldIds, values))
                yield return document;
    }

    private static string Describe(CollectionDefinition principal, ForeignKeyDefinition foreignKey, NedbValue[] values) =>
        string.Join(", ", values.Select((value, i) => $"{principal.FindField(foreignKey.PrincipalFieldIds[i])?.Name} = {value}"));

    private static StorageException Overlap(
        CollectionDefinition collection, IndexDefinition? index, StoredDocument document, StoredDocument other)
    {
        var fieldIds = index is null ? collection.KeyFieldIds : [.. index.Fields.Select(static field => field.FieldId)];
        var values = string.Join(
            ", ", fieldIds[..^1].Select(id => $"{collection.FindField(id)?.Name} = {ValueOf(collection, document, id)}"));
        var key = index?.Name ?? collection.KeyName ?? "PRIMARY KEY";
        return new(
            StorageErrorCode.OverlapViolation,
            $"The key '{key}' of collection '{collection.Name}' is without overlaps, and the document {other.Id} with {values} is valid "
            + $"{PeriodOf(collection, other).Describe()}; found {document.Id} with the same, "
            + $"valid {PeriodOf(collection, document).Describe()}. Shorten one of the periods, or write both in one commit.")
        {
            Collection = collection.Name,
            Constraint = index?.Name ?? collection.KeyName,
            Documents = [document.Id, other.Id],
        };
    }
}
