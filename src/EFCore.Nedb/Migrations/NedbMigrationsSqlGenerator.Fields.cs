using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Nedb.EntityFrameworkCore.Metadata;
using Nedb.EntityFrameworkCore.Storage;
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
        DefaultValue(operation.DefaultValue, operation.DefaultValueSql, columnType, builder);
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
        if (!MetadataField.IsOne(operation.Name))
            Alter(operation.Table, builder, $"DROP FIELD {Delimit(operation.Name)}", terminate);
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
        // A default fits the type that it was said with, so the old one goes before a change of type and the new one comes after it.
        var changesType = columnType != oldType;
        if (!changesType)
            AlterDefault(operation, columnType, field, builder);
        else if (ChangesDefault(operation) && (old.DefaultValue is not null || old.DefaultValueSql is not null))
            Alter(operation.Table, builder, field + "DROP DEFAULT");
        if (changesType || operation.IsNullable != old.IsNullable)
        {
            if (!operation.IsNullable && old.IsNullable)
                FillNulls(operation, oldType ?? columnType, builder);
            Alter(operation.Table, builder, $"{field}TYPE {columnType} {(operation.IsNullable ? "NULL" : "NOT NULL")}");
        }

        if (changesType && (operation.DefaultValue is not null || operation.DefaultValueSql is not null))
            AlterDefault(operation, columnType, field, builder);

        var isIdentity = operation[NedbAnnotationNames.Identity] is true;
        if (isIdentity != old[NedbAnnotationNames.Identity] is true)
            Alter(operation.Table, builder, field + (isIdentity ? "SET IDENTITY" : "DROP IDENTITY"));
        if (operation.ComputedColumnSql != old.ComputedColumnSql)
            Alter(
                operation.Table, builder, field + (operation.ComputedColumnSql is { } sql ? $"SET COMPUTED AS ({sql})" : "DROP COMPUTED"));
        if (operation.Collation != old.Collation)
            Alter(operation.Table, builder, field + (operation.Collation is { } name ? $"SET COLLATE {Delimit(name)}" : "DROP COLLATE"));
        if (operation.Comment != old.Comment)
            Alter(operation.Table, builder, field + (operation.Comment is { } text ? $"SET COMMENT {Quote(text)}" : "DROP COMMENT"));
    }

    private void AlterDefault(AlterColumnOperation operation, string columnType, string field, MigrationCommandListBuilder builder)
    {
        if (!ChangesDefault(operation))
            return;
        if (operation.DefaultValue is null && operation.DefaultValueSql is null)
            Alter(operation.Table, builder, field + "DROP DEFAULT");
        else
            Alter(operation.Table, builder, $"{field}SET DEFAULT {DefaultOf(operation, columnType)}");
    }

    private static bool ChangesDefault(AlterColumnOperation operation) =>
        !Equals(operation.DefaultValue, operation.OldColumn.DefaultValue)
        || operation.DefaultValueSql != operation.OldColumn.DefaultValueSql;

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
    private static string ToJsonLiteral(string text) => ValueFormatter.ToLiteral(JsonText.Parse(text));

    private static bool IsOfJson(string? columnType) =>
        columnType is not null && FieldType.TryParse(columnType, out var type)
        && type.Kind is FieldKind.Json or FieldKind.Object or FieldKind.Array;

    // Before a field gets another type: what stands for null has the type that the field has until then.
    private void FillNulls(AlterColumnOperation operation, string columnType, MigrationCommandListBuilder builder)
    {
        if (operation.DefaultValue is null && operation.DefaultValueSql is null)
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
