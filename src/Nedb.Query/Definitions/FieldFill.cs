using Nedb.Query.Writes;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Schema;
using Nedb.Storage.Transactions;
using Nedb.Storage.Views;

namespace Nedb.Query.Definitions;

/// <summary>
/// Gives the documents that are there the values of fields whose expressions are new, as an UPDATE would: each gets a new version, and what
/// it was stays in its history.
/// </summary>
internal sealed class FieldFill(
    WriteTransaction transaction, CollectionDefinition old, CollectionDefinition definition, CancellationToken cancellation)
{
    /// <summary>Changes a collection.</summary>
    /// <param name="fieldIds">The fields that all documents get: computed ones, and new ones with a default to compute.</param>
    public void Define(IReadOnlySet<int> fieldIds)
    {
        var documents = fieldIds.Count == 0 ? [] : FindDocuments();
        if (documents.Count > 0)
        {
            // Rules over the fields hold of what is computed, and not of what was there before: they come when all documents have it.
            transaction.Define(Relaxed(fieldIds));
            Fill(documents, fieldIds);
        }

        transaction.Define(definition);
    }

    private List<Document> FindDocuments()
    {
        var documents = new List<Document>();
        using var cursor = transaction.View.Scan(old.Id, KeyRange.All);
        while (cursor.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            documents.Add(cursor.Current);
        }

        return documents;
    }

    private CollectionDefinition Relaxed(IReadOnlySet<int> fieldIds)
    {
        var hasOldKey = !definition.KeyFieldIds.Any(fieldIds.Contains) || definition.KeyFieldIds.SequenceEqual(old.KeyFieldIds);
        return definition with
        {
            Fields = [.. definition.Fields.Select(field => fieldIds.Contains(field.Id) ? Relaxed(field) : field)],
            KeyFieldIds = hasOldKey ? definition.KeyFieldIds : old.KeyFieldIds,
            KeyName = hasOldKey ? definition.KeyName : old.KeyName,
            IsKeyWithoutOverlaps = hasOldKey ? definition.IsKeyWithoutOverlaps : old.IsKeyWithoutOverlaps,
            Indexes = [.. definition.Indexes.Where(index => !index.IsUnique || (IsOld(index) && !UsesAny(index, fieldIds)))],
            ForeignKeys = [.. definition.ForeignKeys.Where(key => IsOld(key) && !UsesAny(key, fieldIds))],
            Checks = [.. definition.Checks.Where(old.Checks.Contains)],
        };
    }

    private FieldDefinition Relaxed(FieldDefinition field) => old.FindField(field.Id) switch
    {
        null => field with { IsNullable = true },
        { } before when before.Type != field.Type => field with { Type = default, IsNullable = true },
        { } before => field with { IsNullable = field.IsNullable || before.IsNullable },
    };

    private bool IsOld(IndexDefinition index) => old.Indexes.Any(other => other.Id == index.Id && other.IsUnique);

    private bool IsOld(ForeignKeyDefinition key) => old.ForeignKeys.Any(other => other.Name == key.Name);

    // A filter may look at any field.
    private static bool UsesAny(IndexDefinition index, IReadOnlySet<int> fieldIds) =>
        index.Filter is not null || index.Fields.Any(field => fieldIds.Contains(field.FieldId));

    private bool UsesAny(ForeignKeyDefinition key, IReadOnlySet<int> fieldIds) =>
        key.FieldIds.Any(fieldIds.Contains)
        || (key.PrincipalCollectionId == definition.Id && key.PrincipalFieldIds.Any(fieldIds.Contains));

    private void Fill(List<Document> documents, IReadOnlySet<int> fieldIds)
    {
        var catalog = transaction.Catalog;
        var writer = new CollectionWriter(catalog.Find(definition.Id)!, catalog);
        var places = fieldIds.Select(writer.PlaceOf).ToArray();
        var isKeyChanged = Array.Exists(places, writer.IsKey);
        foreach (var document in documents)
        {
            cancellation.ThrowIfCancellationRequested();
            var values = writer.Read(document);
            foreach (var place in places)
                if (writer.HasDefaultExpression(place))
                    values[place] = writer.DefaultOf(transaction, place, values);
            // The document says what it said, so it is so for the same reasons.
            writer.Update(transaction, document, values, isKeyChanged, new() { Provenance = document.Provenance });
            foreach (var place in places)
                if (values[place].IsNull && definition.FindField(writer.FieldAt(place).Id) is { IsNullable: false } field)
                    throw NoValue(field, document);
        }
    }

    private StorageException NoValue(FieldDefinition field, Document document) => new(
        StorageErrorCode.NotNullViolation,
        $"Field '{definition.Name}.{field.Name}' must have a value, and for the document {document.Id} its expression gives null: "
        + $"{field.ComputedExpression ?? field.DefaultExpression}. Let the field be null, or give its expression another value for null.")
    {
        Collection = definition.Name,
        Constraint = field.Name,
    };
}
