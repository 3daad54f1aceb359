using System.Collections.Immutable;
using System.Globalization;
using Nedb.Storage.Diagnostics;

namespace Nedb.Storage.Schema;

/// <summary>What a definition must satisfy by itself and beside the others of a catalog.</summary>
internal static class DefinitionRules
{
    private const int NameLengthMax = 256;

    /// <summary>Refuses a definition that contradicts itself or the catalog.</summary>
    /// <exception cref="StorageException">DefinitionInvalid; the message names the member.</exception>
    public static void Check(Catalog catalog, CollectionDefinition definition)
    {
        CheckName(definition, definition.Name, "collection");
        var old = catalog.Find(definition.Id);
        CheckReservedNames(old, definition);
        CheckOwnStays(old, definition);
        if (catalog.Find(definition.Name) is { } same && same.Id != definition.Id)
            throw Invalid(definition, $"a collection named '{definition.Name}' exists already");
        if (definition.Id < catalog.NextCollectionId && old is null)
            throw Invalid(
                definition,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"its identity {definition.Id} was that of a collection that ended; take {catalog.NextCollectionId}"));
        CheckFields(old, definition);
        CheckKey(definition);
        CheckIndexes(definition);
        foreach (var foreignKey in definition.ForeignKeys)
            CheckForeignKey(catalog, definition, foreignKey);
        CheckReferredPeriods(catalog, definition);
        CheckDistinct(
            definition, definition.Checks.Select(check => check.Name).Concat(definition.ForeignKeys.Select(key => key.Name)), "constraint");
    }

    /// <summary>
    /// A definition in which the fields that were there before read of older versions what they read, whatever their defaults are now.
    /// </summary>
    public static CollectionDefinition KeepMissingValues(CollectionDefinition? old, CollectionDefinition definition)
    {
        var fields = definition.Fields.Select(
            field => field.WithMissingValue((old?.FindField(field.Id) ?? field).MissingValue)).ToImmutableArray();
        return fields.AsSpan().SequenceEqual(definition.Fields.AsSpan()) ? definition : definition with { Fields = fields };
    }

    /// <summary>Whether two definitions say the same. Records compare arrays by reference, so this looks inside.</summary>
    public static bool AreEqual(CollectionDefinition left, CollectionDefinition right) =>
        left with { Fields = [], KeyFieldIds = [], Indexes = [], ForeignKeys = [], Checks = [] }
            == right with { Fields = [], KeyFieldIds = [], Indexes = [], ForeignKeys = [], Checks = [] }
        && left.Fields.AsSpan().SequenceEqual(right.Fields.AsSpan())
        && left.KeyFieldIds.AsSpan().SequenceEqual(right.KeyFieldIds.AsSpan())
        && left.Indexes.Length == right.Indexes.Length && left.Indexes.Zip(right.Indexes).All(pair => AreEqual(pair.First, pair.Second))
        && left.ForeignKeys.Length == right.ForeignKeys.Length
            && left.ForeignKeys.Zip(right.ForeignKeys).All(pair => AreEqual(pair.First, pair.Second))
        && left.Checks.AsSpan().SequenceEqual(right.Checks.AsSpan());

    /// <summary>Whether two foreign keys say the same.</summary>
    public static bool AreEqual(ForeignKeyDefinition left, ForeignKeyDefinition right) =>
        left.Name == right.Name
        && left.PrincipalCollectionId == right.PrincipalCollectionId
        && left.OnDelete == right.OnDelete
        && left.HasPeriod == right.HasPeriod
        && left.FieldIds.AsSpan().SequenceEqual(right.FieldIds.AsSpan())
        && left.PrincipalFieldIds.AsSpan().SequenceEqual(right.PrincipalFieldIds.AsSpan());

    private static bool AreEqual(IndexDefinition left, IndexDefinition right) =>
        left.Id == right.Id
        && left.Name == right.Name
        && left.IsUnique == right.IsUnique
        && left.IsSearch == right.IsSearch
        && left.IsWithoutOverlaps == right.IsWithoutOverlaps
        && left.Filter == right.Filter
        && left.Fields.AsSpan().SequenceEqual(right.Fields.AsSpan());

    /// <summary>What an older database holds already stays as it is, so that it can be renamed.</summary>
    private static void CheckReservedNames(CollectionDefinition? old, CollectionDefinition definition)
    {
        if (ReservedNames.FindOtherUse(definition) is { } use
            && (old?.Name != definition.Name || ReservedNames.FindOtherUse(old) is null))
            throw Invalid(
                definition, $"the name '{definition.Name}' is kept for {use}, and the engine makes that collection; take another");
        foreach (var field in definition.Fields)
            if (ReservedNames.IsMetadata(field.Name) && old?.FindField(field.Id)?.Name != field.Name)
                throw Invalid(
                    definition, $"'{field.Name}' is metadata, which every version has, and no name for a field; take another name");
    }

    /// <summary>
    /// Of the engine's own collections only the comment may change, and indexes that refuse nothing: what else is said of them, the engine
    /// relies on.
    /// </summary>
    private static void CheckOwnStays(CollectionDefinition? old, CollectionDefinition definition)
    {
        if (old is null || ReservedNames.FindUse(old) is not { } use)
            return;
        if (AreEqual(Own(old), Own(definition)) && !definition.Indexes.Any(static index => index.IsUnique))
            return;
        throw Invalid(old, $"'{old.Name}' holds {use}, and the engine relies on it as it is; define another collection");

        static CollectionDefinition Own(CollectionDefinition whole) => whole with { Comment = null, Indexes = [], NextIndexId = 1 };
    }

    private static void CheckFields(CollectionDefinition? old, CollectionDefinition definition)
    {
        var previous = 0;
        foreach (var field in definition.Fields)
        {
            CheckName(definition, field.Name, "field");
            if (field.Id <= previous || field.Id >= definition.NextFieldId)
                throw Invalid(
                    definition,
                    string.Create(CultureInfo.InvariantCulture, $"the identity {field.Id} of field '{field.Name}' does not lie between "
                        + $"{previous + 1} and {definition.NextFieldId - 1}"));
            previous = field.Id;
            if (!field.Default.IsNull)
                FieldCoercion.Coerce(definition, field, field.Default);
            // What an older field was added with is like the values of older versions: it has the type of then.
            if (old?.FindField(field.Id) is null && !field.MissingValue.IsNull)
                FieldCoercion.Coerce(definition, field, field.MissingValue);
        }

        CheckDistinct(definition, definition.Fields.Select(field => field.Name), "field");
        foreach (var period in new[] { definition.PeriodFromFieldId, definition.PeriodToFieldId })
            if (period != 0
                && definition.FindField(period)?.Type.Kind is not (FieldKind.Date or FieldKind.Timestamp or FieldKind.TimestampOffset))
                throw Invalid(definition, "the bounds of a period must be fields of type date, timestamp or timestamptz");
    }

    private static void CheckKey(CollectionDefinition definition)
    {
        foreach (var id in definition.KeyFieldIds)
            if (definition.FindField(id) is not { } field)
                throw Invalid(definition, $"the key names a field that is not there (identity {id})");
            else if (field.Type.Kind is FieldKind.Array or FieldKind.Object or FieldKind.Json)
                throw Invalid(definition, $"field '{field.Name}' of type {field.Type} cannot be part of a key");
        if (definition.IsKeyWithoutOverlaps)
            CheckWithoutOverlaps(definition, "the key", [.. definition.KeyFieldIds]);
    }

    private static void CheckWithoutOverlaps(CollectionDefinition definition, string what, int[] fieldIds)
    {
        CheckHasPeriod(definition, what);
        if (fieldIds.Length < 2 || fieldIds[^1] != definition.PeriodFromFieldId)
            throw Invalid(
                definition,
                $"{what} is without overlaps, so it must be of at least one field and then '"
                + $"{definition.FindField(definition.PeriodFromFieldId)!.Name}', the start of the period");
        if (fieldIds.Contains(definition.PeriodToFieldId))
            throw Invalid(definition, $"{what} is without overlaps and must not contain the end of the period");
    }

    private static void CheckHasPeriod(CollectionDefinition definition, string what)
    {
        if (definition.PeriodFromFieldId == 0 || definition.PeriodToFieldId == 0)
            throw Invalid(
                definition,
                $"{what} is about periods, and '{definition.Name}' has no period of two fields: define PERIOD (from, to), and drop it "
                + "last");
    }

    private static void CheckIndexes(CollectionDefinition definition)
    {
        foreach (var index in definition.Indexes)
        {
            CheckName(definition, index.Name, "index");
            if (index.Fields.IsEmpty)
                throw Invalid(definition, $"index '{index.Name}' has no fields");
            foreach (var field in index.Fields)
                if (definition.FindField(field.FieldId) is null)
                    throw Invalid(definition, $"index '{index.Name}' names a field that is not there (identity {field.FieldId})");
            if (!index.IsWithoutOverlaps)
                continue;
            if (!index.IsUnique || index.IsSearch || index.Filter is not null || index.Fields.Any(static field => field.IsDescending))
                throw Invalid(definition, $"index '{index.Name}' is without overlaps, so it must be unique, ascending and unfiltered");
            CheckWithoutOverlaps(definition, $"index '{index.Name}'", [.. index.Fields.Select(static field => field.FieldId)]);
        }

        CheckDistinct(definition, definition.Indexes.Select(index => index.Name), "index");
    }

    private static void CheckForeignKey(Catalog catalog, CollectionDefinition definition, ForeignKeyDefinition foreignKey)
    {
        CheckName(definition, foreignKey.Name, "foreign key");
        if (foreignKey.FieldIds.IsEmpty || foreignKey.FieldIds.Length != foreignKey.PrincipalFieldIds.Length)
            throw Invalid(definition, $"foreign key '{foreignKey.Name}' must name as many fields as it refers to, and at least one");
        foreach (var id in foreignKey.FieldIds)
            if (definition.FindField(id) is null)
                throw Invalid(definition, $"foreign key '{foreignKey.Name}' names a field that is not there (identity {id})");
        var principal = foreignKey.PrincipalCollectionId == definition.Id ? definition : catalog.Find(foreignKey.PrincipalCollectionId)
            ?? throw Invalid(definition, $"foreign key '{foreignKey.Name}' refers to a collection that is not there");
        if (foreignKey.HasPeriod)
        {
            CheckPeriodOf(definition, principal, foreignKey);
            return;
        }

        var isKey = principal.KeyFieldIds.AsSpan().SequenceEqual(foreignKey.PrincipalFieldIds.AsSpan());
        if (!isKey && !principal.Indexes.Any(index => index.IsUnique && IsOver(index, foreignKey.PrincipalFieldIds)))
            throw Invalid(
                definition,
                $"foreign key '{foreignKey.Name}' must refer to the key, or to the fields of a unique index, of '{principal.Name}'");
    }

    private static void CheckPeriodOf(CollectionDefinition definition, CollectionDefinition principal, ForeignKeyDefinition foreignKey)
    {
        CheckHasPeriod(definition, $"foreign key '{foreignKey.Name}'");
        var start = definition.FindField(definition.PeriodFromFieldId)!;
        if (foreignKey.FieldIds.Length < 2 || foreignKey.FieldIds[^1] != start.Id)
            throw Invalid(
                definition,
                $"foreign key '{foreignKey.Name}' has a period, so it must be of at least one field and then '{start.Name}', the start of "
                + "the period");
        if (foreignKey.FieldIds.AsSpan()[..^1].ContainsAny(definition.PeriodFromFieldId, definition.PeriodToFieldId))
            throw Invalid(definition, $"foreign key '{foreignKey.Name}' must contain nothing else of the period");
        if (foreignKey.OnDelete != DeleteAction.Restrict)
            throw Invalid(
                definition,
                $"foreign key '{foreignKey.Name}' has a period, and a reference to several documents cannot follow the end of one of them: "
                + "it must have no ON DELETE action");
        if (!PeriodKey.Find(principal, foreignKey.PrincipalFieldIds, out _))
            throw Invalid(
                definition,
                $"foreign key '{foreignKey.Name}' has a period, so it must refer to the fields of a key of '{principal.Name}' that is "
                + "WITHOUT OVERLAPS, in their order");
        if (principal.FindField(principal.PeriodFromFieldId)!.Type.Kind != start.Type.Kind)
            throw Invalid(
                definition, $"foreign key '{foreignKey.Name}' refers from a period of {start.Type} to one of another type");
    }

    /// <summary>References with a period need the key without overlaps that they lead to.</summary>
    private static void CheckReferredPeriods(Catalog catalog, CollectionDefinition definition)
    {
        foreach (var dependent in catalog.Collections)
            if (dependent.Id != definition.Id)
                foreach (var foreignKey in dependent.ForeignKeys)
                    if (foreignKey.HasPeriod && foreignKey.PrincipalCollectionId == definition.Id)
                        CheckPeriodOf(dependent, definition, foreignKey);
    }

    private static bool IsOver(IndexDefinition index, ImmutableArray<int> fieldIds) =>
        index.Fields.Length == fieldIds.Length && index.Fields.All(field => fieldIds.Contains(field.FieldId));

    private static void CheckName(CollectionDefinition definition, string name, string what)
    {
        if (name.Length is 0 or > NameLengthMax || !FieldCoercion.IsWellFormed(name))
            throw Invalid(
                definition,
                string.Create(
                    CultureInfo.InvariantCulture, $"the name of a {what} has 1 to {NameLengthMax} UTF-16 code units; found {name.Length}"));
    }

    private static void CheckDistinct(CollectionDefinition definition, IEnumerable<string> names, string what)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
            if (!seen.Add(name))
                throw Invalid(definition, $"there are two of the {what} '{name}'");
    }

    private static StorageException Invalid(CollectionDefinition definition, string what) =>
        new(StorageErrorCode.DefinitionInvalid,
            $"Collection '{definition.Name}' cannot be defined so: {what}.")
        { Collection = definition.Name };
}
