using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Nedb.EntityFrameworkCore.Query.Expressions;
using Nedb.EntityFrameworkCore.Storage;

namespace Nedb.EntityFrameworkCore.Query.Translation;

/// <content>Updates and deletes of all that a query finds.</content>
internal sealed partial class NedbQueryableMethodTranslatingExpressionVisitor
{
    private bool _isInSetters;

    /// <inheritdoc/>
    protected override bool IsValidSelectExpressionForExecuteUpdate(
        SelectExpression selectExpression,
        TableExpressionBase targetTable,
        [NotNullWhen(true)] out TableExpression? tableExpression)
    {
        tableExpression = (targetTable is JoinExpressionBase join ? join.Table : targetTable) as TableExpression;
        return tableExpression is not null && IsOfRows(selectExpression);
    }

    /// <inheritdoc/>
    protected override bool IsValidSelectExpressionForExecuteDelete(SelectExpression selectExpression) => IsOfRows(selectExpression);

    // Joins, an order and a limit may stand before UPDATE and DELETE, which write each document once; groups may not.
    private static bool IsOfRows(SelectExpression select) => select is { IsDistinct: false, GroupBy: [], Having: null, Tables.Count: > 0 };

    /// <inheritdoc/>
    protected override bool TrySerializeScalarToJson(
        JsonScalarExpression target, SqlExpression value, [NotNullWhen(true)] out SqlExpression? jsonValue)
    {
        if (target.Json.TypeMapping?.ElementTypeMapping is not null)
        {
            // An item of an array that is a field has its own type.
            jsonValue = value;
            return true;
        }

        // EF writes constants and parameters as JSON itself; of a field, or what is computed, the engine does it, and of any array, which
        // EF would take for text.
        if (value.TypeMapping?.ElementTypeMapping is not null || !base.TrySerializeScalarToJson(target, value, out jsonValue))
            jsonValue = new SqlUnaryExpression(ExpressionType.Convert, value, typeof(string), NedbJsonTypeMapping.Default);
        return true;
    }

    /// <inheritdoc/>
    protected override SqlExpression? GenerateJsonPartialUpdateSetter(
        Expression target,
        SqlExpression value,
        ref SqlExpression? existingSetterValue)
    {
        var (column, path) = target switch
        {
            JsonScalarExpression scalar => ((ColumnExpression)scalar.Json, scalar.Path),
            JsonQueryExpression query => (query.JsonColumn, query.Path),
            _ => throw new InvalidOperationException($"'{ExpressionPrinter.Print(target)}' is not a place within a document."),
        };
        var assignment = new JsonAssignment(path, value);
        if (existingSetterValue is not JsonSetExpression existing)
            return new JsonSetExpression(column, [assignment], column.TypeMapping);
        existingSetterValue = new JsonSetExpression(column, [.. existing.Assignments, assignment], column.TypeMapping);
        return null;
    }
}
