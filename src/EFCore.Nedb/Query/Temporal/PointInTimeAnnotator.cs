using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query.Internal;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Nedb.EntityFrameworkCore.Query.Temporal;

/// <summary>Writes a point in time onto every table of a select.</summary>
internal sealed class PointInTimeAnnotator(SqlExpression? asOf, SqlExpression? validAsOf, bool isHistory, bool isOfVersion)
    : ExpressionVisitor
{
    // Of several collections: the name of none.
    private const string NoName = "";

    /// <inheritdoc/>
    [return: NotNullIfNotNull(nameof(node))]
    public override Expression? Visit(Expression? node) => node switch
    {
        TableExpression table => Annotate(table, table.Name),
        // Its visitor leaves the selects of the single types alone. What its entities own apart from them takes the annotations from it.
        TpcTablesExpression tables => Annotate(
            new TpcTablesExpression(
                tables.Alias,
                tables.EntityType,
                [.. tables.SelectExpressions.Select(select => (SelectExpression)Visit(select))],
                tables.DiscriminatorColumn,
                tables.DiscriminatorValues),
            NoName),
        _ => base.Visit(node),
    };

    private TableExpressionBase Annotate(TableExpressionBase table, string name)
    {
        if (asOf is not null)
            table = table.AddAnnotation(TemporalAnnotations.AsOf, asOf);
        if (validAsOf is not null)
            table = table.AddAnnotation(TemporalAnnotations.ValidAsOf, validAsOf);
        if (isOfVersion)
            table = table.AddAnnotation(TemporalAnnotations.OfVersion, true);
        return isHistory ? table.AddAnnotation(TemporalAnnotations.History, name) : table;
    }

    /// <summary>A source of a select that is read at another point in time than the present; conditions are not looked into.</summary>
    public static TableExpression? FindPast(SelectExpression select)
    {
        foreach (var source in select.Tables)
        {
            var found = (source is JoinExpressionBase join ? join.Table : source) switch
            {
                TableExpression table when IsPast(table) => table,
                SelectExpression inner => FindPast(inner),
                SetOperationBase operation => FindPast(operation.Source1) ?? FindPast(operation.Source2),
                TpcTablesExpression tables => tables.SelectExpressions.Select(FindPast).FirstOrDefault(table => table is not null),
                _ => null,
            };
            if (found is not null)
                return found;
        }

        return null;
    }

    private static bool IsPast(TableExpression table) =>
        table.FindAnnotation(TemporalAnnotations.AsOf) is not null
        || table.FindAnnotation(TemporalAnnotations.ValidAsOf) is not null
        || table.FindAnnotation(TemporalAnnotations.History) is not null
        || table.FindAnnotation(TemporalAnnotations.OfVersion) is not null;
}
