using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Nedb.EntityFrameworkCore.Query.Temporal;

/// <summary>
/// Says of the columns of the past in a result that they may be null: what a property must have today it may have lacked then, and such a
/// property is read as the default of its type. Columns of the present stay as the model says, so that a null in them is an error.
/// </summary>
internal sealed class PastColumns : ExpressionVisitor
{
    private readonly bool _isAllPast;
    private readonly HashSet<int> _marked = [];
    private SelectExpression? _select;

    private PastColumns(bool isAllPast) => _isAllPast = isAllPast;

    /// <summary>Marks the columns of the results of a finished tree.</summary>
    /// <param name="query">The tree.</param>
    /// <param name="isAllPast">Whether the context reads everything in a state of the past.</param>
    public static Expression MarkNullable(Expression query, bool isAllPast) => new PastColumns(isAllPast).Visit(query);

    /// <inheritdoc/>
    [return: NotNullIfNotNull(nameof(node))]
    public override Expression? Visit(Expression? node) => node switch
    {
        ShapedQueryExpression { QueryExpression: SelectExpression select } shaped => VisitShaped(shaped, select),
        // What it shapes comes from a select of its own.
        RelationalSplitCollectionShaperExpression split => new PastColumns(_isAllPast).VisitSplit(split),
        SelectExpression select => Mark(select),
        _ => base.Visit(node),
    };

    private ShapedQueryExpression VisitShaped(ShapedQueryExpression shaped, SelectExpression select)
    {
        var marked = Mark(select);
        _select = marked;
        return shaped.Update(marked, Visit(shaped.ShaperExpression));
    }

    private Expression VisitSplit(RelationalSplitCollectionShaperExpression split)
    {
        _select = Mark(split.SelectExpression);
        return split.Update(split.ParentIdentifier, split.ChildIdentifier, _select, Visit(split.InnerShaper));
    }

    /// <summary>A value that is selected by itself: EF reads it as nullable, and takes the null for an error.</summary>
    protected override Expression VisitUnary(UnaryExpression node) =>
        node is { NodeType: ExpressionType.Convert, Operand: ProjectionBindingExpression binding }
            && Nullable.GetUnderlyingType(binding.Type) == node.Type
            && _select?.GetProjection(binding) is ConstantExpression { Value: int index }
            && _marked.Contains(index)
            ? Expression.Coalesce(binding, Expression.Default(node.Type))
            : base.VisitUnary(node);

    private SelectExpression Mark(SelectExpression select)
    {
        var projections = select.Projection.ToList();
        for (var i = 0; i < projections.Count; i++)
            if (projections[i].Expression is ColumnExpression { IsNullable: false } column && (_isAllPast || IsPast(column, select)))
            {
                projections[i] = new ProjectionExpression(column.MakeNullable(), projections[i].Alias);
                _marked.Add(i);
            }

        return projections.SequenceEqual(select.Projection)
            ? select
            : select.Update(
                select.Tables,
                select.Predicate,
                select.GroupBy,
                select.Having,
                projections,
                select.Orderings,
                select.Offset,
                select.Limit);
    }

    private static bool IsPast(ColumnExpression column, SelectExpression select)
    {
        var source = select.Tables.FirstOrDefault(table => table.Alias == column.TableAlias || UnderJoin(table).Alias == column.TableAlias);
        return source is not null && IsPast(column.Name, UnderJoin(source));
    }

    private static bool IsPast(string name, TableExpressionBase source) => source switch
    {
        VersionedTableExpression => true,
        TableExpression table => table.FindAnnotation(TemporalAnnotations.AsOf) is not null
            || table.FindAnnotation(TemporalAnnotations.History) is not null
            || table.FindAnnotation(TemporalAnnotations.OfVersion) is not null,
        SelectExpression select => IsPastOf(name, select),
        SetOperationBase operation => IsPastOf(name, operation.Source1) || IsPastOf(name, operation.Source2),
        Microsoft.EntityFrameworkCore.Query.Internal.TpcTablesExpression tables =>
            tables.SelectExpressions.Any(select => IsPastOf(name, select)),
        _ => false,
    };

    private static bool IsPastOf(string name, SelectExpression select) =>
        select.Projection.FirstOrDefault(projection => projection.Alias == name)?.Expression is ColumnExpression column
        && IsPast(column, select);

    private static TableExpressionBase UnderJoin(TableExpressionBase table) => table is JoinExpressionBase join ? join.Table : table;
}
