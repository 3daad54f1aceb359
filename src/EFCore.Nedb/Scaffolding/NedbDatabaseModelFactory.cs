using System.Collections.Immutable;
using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Scaffolding;
using Microsoft.EntityFrameworkCore.Scaffolding.Metadata;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Diagnostics;
using Nedb.EntityFrameworkCore.Metadata;
using Nedb.EntityFrameworkCore.Storage;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.EntityFrameworkCore.Scaffolding;

/// <summary>Reads the definitions of a database as a model, for <c>dotnet ef dbcontext scaffold</c>.</summary>
internal sealed class NedbDatabaseModelFactory(IDiagnosticsLogger<DbLoggerCategory.Scaffolding> logger) : DatabaseModelFactory
{
    private static readonly string JsonType = new FieldType(FieldKind.Json).ToString();

    /// <inheritdoc/>
    public override DatabaseModel Create(string connectionString, DatabaseModelFactoryOptions options)
    {
        var settings = new NedbConnectionStringBuilder(NedbDbContextOptionsBuilderExtensions.ToConnectionString(connectionString));
        // Looking at a database does not make one.
        if (settings.Mode == NedbOpenMode.ReadWriteCreate)
            settings.Mode = NedbOpenMode.ReadWrite;
        if (!NedbConnection.DatabaseExists(settings.ConnectionString))
            throw new InvalidOperationException(NedbStrings.NothingToScaffold(settings.DataSource));
        using var connection = new NedbConnection(settings.ConnectionString);
        return Create((DbConnection)connection, options);
    }

    /// <inheritdoc/>
    public override DatabaseModel Create(DbConnection connection, DatabaseModelFactoryOptions options)
    {
        var nedb = connection as NedbConnection ?? throw new InvalidOperationException(NedbStrings.NotANedbConnection);
        var wasClosed = nedb.State == ConnectionState.Closed;
        if (wasClosed)
            nedb.Open();
        try
        {
            return Read(nedb, options);
        }
        finally
        {
            if (wasClosed)
                nedb.Close();
        }
    }

    private DatabaseModel Read(NedbConnection connection, DatabaseModelFactoryOptions options)
    {
        var model = new DatabaseModel { DatabaseName = connection.Database };
        var wanted = new HashSet<string>(options.Tables, StringComparer.Ordinal);
        var tables = new Dictionary<int, (CollectionDefinition Definition, DatabaseTable Table)>();
        foreach (var collection in connection.GetNedbDatabase().GetCollections())
        {
            if (collection.Name == HistoryRepository.DefaultTableName || (wanted.Count > 0 && !wanted.Contains(collection.Name)))
                continue;
            var table = MakeTable(model, collection);
            tables.Add(collection.Id, (collection, table));
            model.Tables.Add(table);
        }

        foreach (var name in options.Tables)
            if (model.Tables.All(table => table.Name != name))
                logger.MissingTableWarning(name);
        foreach (var column in model.Tables.SelectMany(static table => table.Columns))
            if (column.StoreType == JsonType)
                logger.JsonColumnFound(column.Table.Name, column.Name);

        foreach (var (definition, table) in tables.Values)
            foreach (var foreignKey in definition.ForeignKeys)
                // One with a period has no navigations, and scaffolding gives every relationship some; the engine keeps the rule anyway.
                if (!foreignKey.HasPeriod && tables.TryGetValue(foreignKey.PrincipalCollectionId, out var principal))
                    AddForeignKey(definition, table, foreignKey, principal.Definition, principal.Table);
        return model;
    }

    private static DatabaseTable MakeTable(DatabaseModel model, CollectionDefinition collection)
    {
        var table = new DatabaseTable { Database = model, Name = collection.Name, Comment = collection.Comment };
        if (collection.KeyFieldIds.IsEmpty)
            table.Columns.Add(new DatabaseColumn { Table = table, Name = MetadataField.Id, StoreType = "string" });
        foreach (var field in collection.Fields)
            table.Columns.Add(MakeColumn(table, field));
        table.PrimaryKey = new DatabasePrimaryKey { Table = table, Name = collection.KeyName };
        foreach (var column in collection.KeyFieldIds.IsEmpty ? [table.Columns[0]] : ColumnsOf(collection, table, collection.KeyFieldIds))
            table.PrimaryKey.Columns.Add(column);
        if (collection.IsKeyWithoutOverlaps)
            table.PrimaryKey[NedbAnnotationNames.WithoutOverlaps] = true;
        foreach (var index in collection.Indexes)
            if (IsAlternateKey(collection, index))
                table.UniqueConstraints.Add(MakeUniqueConstraint(collection, table, index));
            else
                table.Indexes.Add(MakeIndex(collection, table, index));
        if (NameOf(collection, collection.PeriodFromFieldId) is { } from && NameOf(collection, collection.PeriodToFieldId) is { } to)
        {
            table[NedbAnnotationNames.ValidFrom] = from;
            table[NedbAnnotationNames.ValidTo] = to;
        }

        return table;
    }

    private static DatabaseColumn MakeColumn(DatabaseTable table, FieldDefinition field)
    {
        // What a document within a document has in it the database does not say; a default of one is of a migration, for old rows.
        var isJson = field.Type.Kind == FieldKind.Json;
        return new()
        {
            Table = table,
            Name = field.Name,
            StoreType = field.Type.ToString(),
            IsNullable = field.IsNullable,
            DefaultValue = FindDefaultValue(field),
            DefaultValueSql =
                field.DefaultExpression ?? (field.Default.IsNull || isJson ? null : ValueFormatter.ToLiteral(field.Default)),
            ComputedColumnSql = field.ComputedExpression,
            IsStored = field.ComputedExpression is null ? null : true,
            Collation = field.Collation,
            Comment = field.Comment,
            ValueGenerated = field.IsIdentity ? ValueGenerated.OnAdd : null,
        };
    }

    private static object? FindDefaultValue(FieldDefinition field) =>
        !field.Default.IsNull && field.DefaultExpression is null
        && field.Type.Kind is not (FieldKind.Array or FieldKind.Object or FieldKind.Json)
        && ClrTypes.FindClrType(field.Type.Kind) is { } type
            ? ProviderValue.ToClr(field.Default, type)
            : null;

    // The engine keeps a unique constraint as the unique index that it is, so EF's name for alternate keys tells which was meant.
    private static bool IsAlternateKey(CollectionDefinition collection, IndexDefinition index) =>
        index is { IsUnique: true, Filter: null }
        && (index.IsWithoutOverlaps || index.Name.StartsWith("AK_", StringComparison.Ordinal))
        && index.Fields.All(field => !field.IsDescending && collection.FindField(field.FieldId) is { IsNullable: false });

    private static DatabaseUniqueConstraint MakeUniqueConstraint(
        CollectionDefinition collection, DatabaseTable table, IndexDefinition index)
    {
        var made = new DatabaseUniqueConstraint { Table = table, Name = index.Name };
        foreach (var field in index.Fields)
            made.Columns.Add(FindColumn(collection, table, field.FieldId));
        if (index.IsWithoutOverlaps)
            made[NedbAnnotationNames.WithoutOverlaps] = true;
        return made;
    }

    private static DatabaseIndex MakeIndex(CollectionDefinition collection, DatabaseTable table, IndexDefinition index)
    {
        var made = new DatabaseIndex { Table = table, Name = index.Name, IsUnique = index.IsUnique, Filter = index.Filter };
        foreach (var field in index.Fields)
        {
            made.Columns.Add(FindColumn(collection, table, field.FieldId));
            made.IsDescending.Add(field.IsDescending);
        }

        if (index.IsSearch)
            made[NedbAnnotationNames.SearchIndex] = true;
        return made;
    }

    private static void AddForeignKey(
        CollectionDefinition collection,
        DatabaseTable table,
        ForeignKeyDefinition foreignKey,
        CollectionDefinition principalCollection,
        DatabaseTable principalTable)
    {
        var made = new DatabaseForeignKey
        {
            Table = table,
            PrincipalTable = principalTable,
            Name = foreignKey.Name,
            OnDelete = foreignKey.OnDelete switch
            {
                DeleteAction.Cascade => ReferentialAction.Cascade,
                DeleteAction.SetNull => ReferentialAction.SetNull,
                DeleteAction.SetDefault => ReferentialAction.SetDefault,
                _ => ReferentialAction.Restrict,
            },
        };
        foreach (var column in ColumnsOf(collection, table, foreignKey.FieldIds))
            made.Columns.Add(column);
        foreach (var column in ColumnsOf(principalCollection, principalTable, foreignKey.PrincipalFieldIds))
            made.PrincipalColumns.Add(column);
        table.ForeignKeys.Add(made);
    }

    private static IEnumerable<DatabaseColumn> ColumnsOf(
        CollectionDefinition collection, DatabaseTable table, ImmutableArray<int> fieldIds) =>
        fieldIds.Select(id => FindColumn(collection, table, id));

    private static DatabaseColumn FindColumn(CollectionDefinition collection, DatabaseTable table, int fieldId)
    {
        var name = NameOf(collection, fieldId);
        return table.Columns.First(column => column.Name == name);
    }

    private static string? NameOf(CollectionDefinition collection, int fieldId) => collection.FindField(fieldId)?.Name;
}
