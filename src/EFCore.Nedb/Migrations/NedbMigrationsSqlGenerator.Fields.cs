using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Metadata;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.EntityFrameworkCore.Migrations;

/// <summary>The fields of collections.</summary>
internal sealed partial class NedbMigrationsSqlGenerator
{
    /// <inheritdoc/>
    protected override void CreateTableColumns(CreateTableOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        var isFirst = true;
        foreach (var column in operation.Columns)
        {
            if (MetadataField.IsOne(column.Name))
                continue;
            if (!isFirst)
                builder.AppendLine(",");
            ColumnDefinition(column, model, builder);
            isFirst = false;
        }
    }

    /// <inheritdoc/>
    protected override void ColumnDefinition(
        string? schema, string table, string name, ColumnOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        var columnType = operation.ColumnType ?? GetColumnType(schema, table, name, operation, model)!;
        builder.Append(Delimit(name)).Append(" ").Append(columnType);
        if (!operation.IsNullable)
            builder.Append(" NOT NULL");
        var (value, sql) = DefaultSaidBy(operation);
        DefaultValue(value, sql, columnType, builder);
        if (operation[NedbAnnotationNames.Identity] is true)
            builder.Append(" IDENTITY");
        if (operation.ComputedColumnSql is not null)
            builder.Append(" COMPUTED AS (").Append(operation.ComputedColumnSql).Append(")");
        if (operation.Collation is not null)
            builder.Append(" COLLATE ").Append(Delimit(operation.Collation));
        if (operation.Comment is not null)
            builder.Append(" COMMENT ").Append(Quote(operation.Comment));
    }

    /// <inheritdoc/>
    protected override void Generate(
        AddColumnOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        if (MetadataField.IsOne(operation.Name))
            return;
        builder.Append("ALTER COLLECTION ").Append(Delimit(operation.Table)).Append(" ADD FIELD ");
        ColumnDefinition(operation, model, builder);
        if (terminate)
            End(builder);
    }

    /// <inheritdoc/>
    protected override void Generate(
        DropColumnOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        var drops = ColumnDrops.NamesOf(operation).Where(static name => !MetadataField.IsOne(name))
            .Select(name => $"DROP FIELD {Delimit(name)}").ToList();
        if (drops.Count > 0)
            Alter(operation.Table, builder, string.Join(", ", drops), terminate);
    }

    /// <inheritdoc/>
    protected override void Generate(RenameColumnOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        if (MetadataField.IsOne(operation.Name) || MetadataField.IsOne(operation.NewName))
            throw new NotSupportedException(NedbStrings.MetadataFieldCannotBeRenamed(operation.Table, operation.Name, operation.NewName));
        Alter(operation.Table, builder, $"RENAME FIELD {Delimit(operation.Name)} TO {Delimit(operation.NewName)}");
    }

    /// <inheritdoc/>
    protected override void Generate(AlterColumnOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        if (MetadataField.IsOne(operation.Name))
            return;
        var old = operation.OldColumn;
        var field = $"ALTER FIELD {Delimit(operation.Name)} ";
        var columnType = operation.ColumnType ?? GetColumnType(operation.Schema, operation.Table, operation.Name, operation, model)!;
        // Operations that were not made by comparing models may say nothing of what was.
        var oldType = old.ColumnType
            ?? (old.ClrType is null ? null : GetColumnType(operation.Schema, operation.Table, operation.Name, old, model));
        if (operation.ComputedColumnSql is null && old.ComputedColumnSql is not null)
            Alter(operation.Table, builder, field + "DROP COMPUTED");
        // A default fits the type that it was said with, so the old one goes before a change of type and the new one comes after it.
        var changesType = columnType != oldType;
        if (!changesType)
            AlterDefault(operation, columnType, field, builder);
        else if (ChangesDefault(operation) && HasDefault(old))
            Alter(operation.Table, builder, field + "DROP DEFAULT");
        AlterType(operation, columnType, oldType, field, builder);
        if (changesType && HasDefault(operation))
            AlterDefault(operation, columnType, field, builder);

        var isIdentity = operation[NedbAnnotationNames.Identity] is true;
        if (isIdentity != old[NedbAnnotationNames.Identity] is true)
            Alter(operation.Table, builder, field + (isIdentity ? "SET IDENTITY" : "DROP IDENTITY"));
        if (operation.Collation != old.Collation)
            Alter(operation.Table, builder, field + (operation.Collation is { } name ? $"SET COLLATE {Delimit(name)}" : "DROP COLLATE"));
        if (operation.Comment != old.Comment)
            Alter(operation.Table, builder, field + (operation.Comment is { } text ? $"SET COMMENT {Quote(text)}" : "DROP COMMENT"));
    }

    private void AlterDefault(AlterColumnOperation operation, string columnType, string field, MigrationCommandListBuilder builder)
    {
        if (!ChangesDefault(operation))
            return;
        if (!HasDefault(operation))
            Alter(operation.Table, builder, field + "DROP DEFAULT");
        else
            Alter(operation.Table, builder, $"{field}SET DEFAULT {DefaultOf(operation, columnType)}");
    }

    // EF gives a field that cannot be null a default for the rows that are there. What is computed needs none, and can have none.
    private static (object? Value, string? Sql) DefaultSaidBy(ColumnOperation operation) =>
        operation.ComputedColumnSql is null ? (operation.DefaultValue, operation.DefaultValueSql) : default;

    private static bool HasDefault(ColumnOperation operation) => DefaultSaidBy(operation) is not (null, null);

    private static bool ChangesDefault(AlterColumnOperation operation)
    {
        var (value, sql) = DefaultSaidBy(operation);
        var (oldValue, oldSql) = DefaultSaidBy(operation.OldColumn);
        return !Equals(value, oldValue) || sql != oldSql;
    }

    /// <inheritdoc/>
    protected override void DefaultValue(
        object? defaultValue, string? defaultValueSql, string? columnType, MigrationCommandListBuilder builder)
    {
        if (defaultValue is string text && IsOfJson(columnType))
            builder.Append(" DEFAULT ").Append(ToJsonLiteral(text));
        else
            base.DefaultValue(defaultValue, defaultValueSql, columnType, builder);
    }

    // EF says the default of a document within a document as JSON text.
    private static string ToJsonLiteral(string text) => ValueFormatter.ToLiteral(NedbJson.Parse(text));

    private static bool IsOfJson(string? columnType) =>
        columnType is not null && FieldType.TryParse(columnType, out var type)
        && type.Kind is FieldKind.Json or FieldKind.Object or FieldKind.Array;

    // Before a field gets another type: what stands for null has the type that the field has until then.
    private void FillNulls(AlterColumnOperation operation, string columnType, MigrationCommandListBuilder builder)
    {
        if (!HasDefault(operation))
            return;
        var name = Delimit(operation.Name);
        builder.Append($"UPDATE {Delimit(operation.Table)} SET {name} = {DefaultOf(operation, columnType)} WHERE {name} IS NULL");
        End(builder);
    }

    private string DefaultOf(ColumnOperation operation, string columnType)
    {
        if (operation.DefaultValueSql is not null)
            return $"({operation.DefaultValueSql})";
        if (operation.DefaultValue is string text && IsOfJson(columnType))
            return ToJsonLiteral(text);
        var mapping = Dependencies.TypeMappingSource.FindMapping(operation.DefaultValue!.GetType(), columnType)
            ?? Dependencies.TypeMappingSource.FindMapping(operation.DefaultValue.GetType())
            ?? throw new NotSupportedException(NedbStrings.NoSuchValueType(operation.DefaultValue.GetType()));
        return mapping.GenerateSqlLiteral(operation.DefaultValue);
    }
}
