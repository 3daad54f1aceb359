using System.Data;
using System.Data.Common;
using Nedb.Data.Conversion;
using Nedb.Storage.Schema;

namespace Nedb.Data.Schema;

/// <summary>What <see cref="NedbConnection.GetSchema(string, string[])"/> lists.</summary>
internal static class SchemaTables
{
    private delegate void Filler(DataTable table, NedbDatabase database, string? collection, string? part);

    // The order is that of the list of lists.
    private static readonly (string Name, string[] Restrictions, string[] Columns, Filler Fill)[] Known =
    [
        (DbMetaDataCollectionNames.MetaDataCollections, [],
            ["CollectionName", "NumberOfRestrictions:int", "NumberOfIdentifierParts:int"], FillCollections),
        (DbMetaDataCollectionNames.Restrictions, [], ["CollectionName", "RestrictionName", "RestrictionNumber:int"], FillRestrictions),
        (DbMetaDataCollectionNames.DataSourceInformation, [],
            ["DataSourceProductName", "DataSourceProductVersion", "DataSourceProductVersionNormalized", "IdentifierPattern",
                "ParameterMarkerFormat", "ParameterMarkerPattern", "ParameterNameMaxLength:int", "StatementSeparatorPattern"],
            FillInformation),
        (DbMetaDataCollectionNames.DataTypes, [], ["TypeName", "ProviderDbType:int", "DataType"], FillTypes),
        (DbMetaDataCollectionNames.ReservedWords, [], ["ReservedWord"], static (_, _, _, _) => { }),
        ("Tables", ["Table"], TableColumns, FillTables),
        ("Collections", ["Collection"], TableColumns, FillTables),
        ("Columns", ["Table", "Column"], FieldColumns, FillFields),
        ("Fields", ["Collection", "Field"], FieldColumns, FillFields),
        ("Indexes", ["Table", "Index"],
            ["TABLE_NAME", "INDEX_NAME", "IS_PRIMARY:bool", "IS_UNIQUE:bool", "IS_SEARCH:bool", "FILTER"], FillIndexes),
        ("IndexColumns", ["Table", "Index"],
            ["TABLE_NAME", "INDEX_NAME", "COLUMN_NAME", "ORDINAL_POSITION:int", "IS_DESCENDING:bool"], FillIndexFields),
        ("ForeignKeys", ["Table", "ForeignKey"],
            ["TABLE_NAME", "CONSTRAINT_NAME", "COLUMN_NAME", "ORDINAL_POSITION:int", "REFERENCED_TABLE_NAME", "REFERENCED_COLUMN_NAME",
                "DELETE_ACTION"],
            FillForeignKeys),
    ];

    private static string[] TableColumns => ["TABLE_NAME", "TABLE_TYPE", "IS_DECLARED:bool", "COMMENT"];

    private static string[] FieldColumns =>
        ["TABLE_NAME", "COLUMN_NAME", "ORDINAL_POSITION:int", "DATA_TYPE", "CHARACTER_MAXIMUM_LENGTH:int", "NUMERIC_PRECISION:int",
            "NUMERIC_SCALE:int", "IS_NULLABLE:bool", "IS_IDENTITY:bool", "IS_COMPUTED:bool", "COLUMN_DEFAULT",
            "COMPUTED_EXPRESSION", "COLLATION", "KEY_POSITION:int", "COMMENT"];

    public static DataTable Make(string name, string?[] restrictions, NedbDatabase database)
    {
        foreach (var known in Known)
        {
            if (!known.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                continue;
            if (restrictions.Length > known.Restrictions.Length)
                throw new ArgumentException(
                    $"{known.Name} has {known.Restrictions.Length} restrictions ({string.Join(", ", known.Restrictions)}); "
                    + $"found {restrictions.Length}.");
            var table = new DataTable(known.Name);
            foreach (var column in known.Columns)
            {
                var parts = column.Split(':');
                table.Columns.Add(parts[0], parts.Length == 1 ? typeof(string) : parts[1] == "int" ? typeof(int) : typeof(bool));
            }

            known.Fill(table, database, restrictions.Length > 0 ? restrictions[0] : null, restrictions.Length > 1 ? restrictions[1] : null);
            return table;
        }

        throw new ArgumentException(
            $"There is no list '{name}'. Known: {string.Join(", ", Array.ConvertAll(Known, static known => known.Name))}.", nameof(name));
    }

    private static void FillCollections(DataTable table, NedbDatabase database, string? collection, string? part)
    {
        foreach (var known in Known)
            table.Rows.Add(known.Name, known.Restrictions.Length, known.Restrictions.Length);
    }

    private static void FillRestrictions(DataTable table, NedbDatabase database, string? collection, string? part)
    {
        foreach (var known in Known)
            for (var i = 0; i < known.Restrictions.Length; i++)
                table.Rows.Add(known.Name, known.Restrictions[i], i + 1);
    }

    private static void FillInformation(DataTable table, NedbDatabase database, string? collection, string? part)
    {
        var version = typeof(Nedb.Storage.NedbStore).Assembly.GetName().Version!.ToString(3);
        table.Rows.Add("Nedb", version, version, @"[\p{L}_][\p{L}\p{Nd}_]*|`[^`]+`", "{0}", @"@[\p{L}\p{Nd}_]+", 256, ";");
    }

    private static void FillTypes(DataTable table, NedbDatabase database, string? collection, string? part)
    {
        foreach (var kind in Enum.GetValues<FieldKind>())
            table.Rows.Add(new FieldType(kind).ToString(), (int)kind, ColumnType.ClrTypeOf(kind).FullName);
    }

    private static void FillTables(DataTable table, NedbDatabase database, string? collection, string? part)
    {
        foreach (var definition in Select(database, collection))
            table.Rows.Add(definition.Name, "TABLE", definition.IsDeclared, definition.Comment);
    }

    private static void FillFields(DataTable table, NedbDatabase database, string? collection, string? part)
    {
        foreach (var definition in Select(database, collection))
            for (var i = 0; i < definition.Fields.Length; i++)
            {
                var field = definition.Fields[i];
                if (part is not null && field.Name != part)
                    continue;
                var keyPosition = definition.KeyFieldIds.IndexOf(field.Id);
                table.Rows.Add(
                    definition.Name,
                    field.Name,
                    i + 1,
                    field.Type.ToString(),
                    field.Type.Length > 0 ? field.Type.Length : null,
                    field.Type.Precision > 0 ? field.Type.Precision : null,
                    field.Type.Precision > 0 ? field.Type.Scale : null,
                    field.IsNullable,
                    field.IsIdentity,
                    field.ComputedExpression is not null,
                    field.DefaultExpression ?? (field.Default.IsNull ? null : field.Default.ToString()),
                    field.ComputedExpression,
                    field.Collation,
                    keyPosition >= 0 ? keyPosition + 1 : null,
                    field.Comment);
            }
    }

    private static void FillIndexes(DataTable table, NedbDatabase database, string? collection, string? part)
    {
        foreach (var definition in Select(database, collection))
        {
            if (!definition.KeyFieldIds.IsEmpty && (part is null || part == KeyName(definition)))
                table.Rows.Add(definition.Name, KeyName(definition), true, true, false, null);
            foreach (var index in definition.Indexes)
                if (part is null || index.Name == part)
                    table.Rows.Add(definition.Name, index.Name, false, index.IsUnique, index.IsSearch, index.Filter);
        }
    }

    private static void FillIndexFields(DataTable table, NedbDatabase database, string? collection, string? part)
    {
        foreach (var definition in Select(database, collection))
        {
            if (part is null || part == KeyName(definition))
                for (var i = 0; i < definition.KeyFieldIds.Length; i++)
                    table.Rows.Add(definition.Name, KeyName(definition), NameOf(definition, definition.KeyFieldIds[i]), i + 1, false);
            foreach (var index in definition.Indexes)
                if (part is null || index.Name == part)
                    for (var i = 0; i < index.Fields.Length; i++)
                        table.Rows.Add(definition.Name, index.Name, NameOf(
                            definition, index.Fields[i].FieldId), i + 1, index.Fields[i].IsDescending);
        }
    }

    private static void FillForeignKeys(DataTable table, NedbDatabase database, string? collection, string? part)
    {
        var all = database.GetCollections();
        foreach (var definition in Select(database, collection))
            foreach (var key in definition.ForeignKeys)
            {
                if (part is not null && key.Name != part)
                    continue;
                var principal = all.First(candidate => candidate.Id == key.PrincipalCollectionId);
                for (var i = 0; i < key.FieldIds.Length; i++)
                    table.Rows.Add(
                        definition.Name,
                        key.Name,
                        NameOf(definition, key.FieldIds[i]),
                        i + 1,
                        principal.Name,
                        NameOf(principal, key.PrincipalFieldIds[i]),
                        key.OnDelete.ToString());
            }
    }

    private static IEnumerable<CollectionDefinition> Select(NedbDatabase database, string? name) =>
        database.GetCollections().Where(definition => name is null || definition.Name == name);

    private static string KeyName(CollectionDefinition definition) => definition.KeyName ?? $"PK_{definition.Name}";

    private static string? NameOf(CollectionDefinition definition, int fieldId) => definition.FindField(fieldId)?.Name;
}
