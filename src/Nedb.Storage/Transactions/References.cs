using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Transactions;

/// <summary>Finds the two ends of foreign keys: by key or index where there is one, else by looking through the collection.</summary>
internal static class References
{
    // Asked for every write, so it is gathered once for each catalog.
    private static readonly ConditionalWeakTable<Catalog, Dictionary<int, List<(CollectionDefinition, ForeignKeyDefinition)>>>
        ByPrincipal = [];

    private static readonly List<(CollectionDefinition, ForeignKeyDefinition)> None = [];

    /// <summary>The foreign keys that refer to a collection.</summary>
    public static IReadOnlyList<(CollectionDefinition Dependent, ForeignKeyDefinition ForeignKey)> To(
        Catalog catalog, CollectionDefinition principal) =>
        ByPrincipal.GetValue(catalog, Gather).TryGetValue(principal.Id, out var references) ? references : None;

    private static Dictionary<int, List<(CollectionDefinition, ForeignKeyDefinition)>> Gather(Catalog catalog)
    {
        var references = new Dictionary<int, List<(CollectionDefinition, ForeignKeyDefinition)>>();
        foreach (var collection in catalog.Collections.OrderBy(static collection => collection.Id))
            foreach (var foreignKey in collection.ForeignKeys)
            {
                if (!references.TryGetValue(foreignKey.PrincipalCollectionId, out var known))
                    references[foreignKey.PrincipalCollectionId] = known = [];
                known.Add((collection, foreignKey));
            }

        return references;
    }

    /// <summary>Reads the values of some fields.</summary>
    /// <returns>Whether none of them is null; a null refers to nothing.</returns>
    public static bool TryRead(Document document, ImmutableArray<int> fieldIds, out NedbValue[] values)
    {
        values = new NedbValue[fieldIds.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = document.GetValue(fieldIds[i]);
            if (values[i].IsNull)
                return false;
        }

        return true;
    }

    /// <summary>Whether a document has those values in the fields that are referred to.</summary>
    public static bool HasPrincipal(StateEditor editor, CollectionDefinition principal, ForeignKeyDefinition foreignKey, NedbValue[] values)
    {
        if (principal.KeyFieldIds.AsSpan().SequenceEqual(foreignKey.PrincipalFieldIds.AsSpan()))
            return editor.Find(principal.Id, KeyEncoder.Encode(values)) is not null;
        return Find(editor, principal, foreignKey.PrincipalFieldIds, values).Any();
    }

    /// <summary>The documents that refer to a principal with those values.</summary>
    public static List<StoredDocument> FindDependents(
        StateEditor editor, CollectionDefinition dependent, ForeignKeyDefinition foreignKey, NedbValue[] values) =>
        [.. Find(editor, dependent, foreignKey.FieldIds, values)];

    /// <summary>The documents that refer by a foreign key with a period to those that have the values of its other fields.</summary>
    public static List<StoredDocument> FindPeriodDependents(
        StateEditor editor, CollectionDefinition dependent, ForeignKeyDefinition foreignKey, NedbValue[] values) =>
        [.. Find(editor, dependent, foreignKey.FieldIds[..^1], values)];

    private static IEnumerable<StoredDocument> Find(
        StateEditor editor, CollectionDefinition collection, ImmutableArray<int> fieldIds, NedbValue[] values)
    {
        var index = collection.Indexes.FirstOrDefault(index => !index.IsSearch && index.Filter is null && BeginsWith(index, fieldIds));
        if (index is not null)
        {
            var prefix = ByteBuffer.Rent();
            for (var i = 0; i < values.Length; i++)
                KeyEncoder.Append(
                    collection.FindField(fieldIds[i])?.TextCollation is { } collation ? collation.Fold(in values[i]) : values[i],
                    index.Fields[i].IsDescending,
                    prefix);
            var bytes = prefix.ToArray();
            ByteBuffer.Return(prefix);
            var found = editor.FindAllByIndex(collection, index, bytes);
            // A collation finds more than what is equal.
            return collection.HasCollations ? found.Where(document => Matches(document, fieldIds, values)) : found;
        }

        return collection.KeyFieldIds.AsSpan().StartsWith(fieldIds.AsSpan())
            ? editor.FindAll(collection.Id, KeyEncoder.Encode(values))
            : editor.FindAll(collection.Id, []).Where(document => Matches(document, fieldIds, values));
    }

    internal static bool Matches(StoredDocument document, ImmutableArray<int> fieldIds, NedbValue[] values) =>
        TryRead(document, fieldIds, out var found) && found.AsSpan().SequenceEqual(values);

    private static bool BeginsWith(IndexDefinition index, ImmutableArray<int> fieldIds)
    {
        if (index.Fields.Length < fieldIds.Length)
            return false;
        for (var i = 0; i < fieldIds.Length; i++)
            if (index.Fields[i].FieldId != fieldIds[i])
                return false;
        return true;
    }
}
