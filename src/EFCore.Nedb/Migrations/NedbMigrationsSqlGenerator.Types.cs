using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Nedb.EntityFrameworkCore.Migrations;

/// <summary>The types of fields.</summary>
internal sealed partial class NedbMigrationsSqlGenerator
{
    /// <summary>
    /// Gives a field another type, and its values with it. Meanwhile the field takes any value, so that it stays the one that indexes,
    /// rules and earlier versions speak of.
    /// </summary>
    private void AlterType(
        AlterColumnOperation operation, string columnType, string? oldType, string field, MigrationCommandListBuilder builder)
    {
        var old = operation.OldColumn;
        // What a field was computed to need not fit its new type, and null need not be what it is computed to: both are said at once.
        var computes = operation.ComputedColumnSql is { } sql && sql != old.ComputedColumnSql;
        var action = computes ? $"{field}SET COMPUTED AS ({operation.ComputedColumnSql})" : "";
        if (columnType != oldType || operation.IsNullable != old.IsNullable)
        {
            if (!operation.IsNullable && old.IsNullable)
                FillNulls(operation, oldType ?? columnType, builder);
            var nullability = operation.IsNullable ? "NULL" : "NOT NULL";
            if (FieldConversion.IsNeeded(oldType, columnType) && operation.ComputedColumnSql is null && old.ComputedColumnSql is null)
                ConvertValues(operation, columnType, nullability, builder);
            var type = $"{field}TYPE {columnType} {nullability}";
            action = computes ? $"{type}, {action}" : type;
        }

        if (action.Length > 0)
            Alter(operation.Table, builder, action);
    }

    private void ConvertValues(AlterColumnOperation operation, string columnType, string nullability, MigrationCommandListBuilder builder)
    {
        var name = Delimit(operation.Name);
        Alter(operation.Table, builder, $"ALTER FIELD {name} TYPE any {nullability}");
        builder.Append($"UPDATE {Delimit(operation.Table)} SET {name} = CAST({name} AS {columnType}) WHERE {name} IS NOT NULL");
        End(builder);
    }
}
