using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Nedb.EntityFrameworkCore.Query.Expressions;

namespace Nedb.EntityFrameworkCore.Query.Translation;

/// <summary>
/// Gives the conditions of a query the logic of SQL, for contexts that say <c>UseRelationalNulls</c>: a comparison with null is neither
/// true nor false, so it holds as little as its opposite. NQL's logic has two values, so that every condition is written as what holds
/// exactly where SQL's is true, and its opposite as what holds exactly where SQL's is false. The opposite of an order is the exception
/// that EF makes.
/// </summary>
internal sealed class RelationalNullsRewriter(ISqlExpressionFactory expressions, ParametersCacheDecorator parameters) : ExpressionVisitor
{
    /// <inheritdoc/>
    protected override Expression VisitExtension(Expression node)
    {
        var visited = base.VisitExtension(node);
        return visited switch
        {
            SelectExpression select => select.Update(
                select.Tables,
                select.Predicate is null ? null : WhereTrue(select.Predicate),
                select.GroupBy,
                select.Having is null ? null : WhereTrue(select.Having),
                select.Projection,
                select.Orderings,
                select.Offset,
                select.Limit),
            PredicateJoinExpressionBase join => join.Update(join.Table, WhereTrue(join.JoinPredicate)),
            CaseExpression { Operand: null } choice => choice.Update(
                null,
                [.. choice.WhenClauses.Select(when => new CaseWhenClause(WhereTrue(when.Test), when.Result))],
                choice.ElseResult),
            _ => visited,
        };
    }

    private SqlExpression WhereTrue(SqlExpression condition)
    {
        switch (condition)
        {
            case SqlBinaryExpression { OperatorType: ExpressionType.AndAlso } both:
                return expressions.AndAlso(WhereTrue(both.Left), WhereTrue(both.Right));
            case SqlBinaryExpression { OperatorType: ExpressionType.OrElse } either:
                return expressions.OrElse(WhereTrue(either.Left), WhereTrue(either.Right));
            case SqlUnaryExpression { OperatorType: ExpressionType.Not } negation when negation.Type == typeof(bool):
                return WhereFalse(negation.Operand);
            case SqlBinaryExpression { OperatorType: ExpressionType.Equal or ExpressionType.NotEqual }:
            case NullSafeEqualExpression:
            case InExpression or InArrayExpression:
                return WhereKnown(condition, condition);
            default:
                return condition;
        }
    }

    private SqlExpression WhereFalse(SqlExpression condition)
    {
        switch (condition)
        {
            case SqlBinaryExpression { OperatorType: ExpressionType.AndAlso } both:
                return expressions.OrElse(WhereFalse(both.Left), WhereFalse(both.Right));
            case SqlBinaryExpression { OperatorType: ExpressionType.OrElse } either:
                return expressions.AndAlso(WhereFalse(either.Left), WhereFalse(either.Right));
            case SqlUnaryExpression { OperatorType: ExpressionType.Not } negation when negation.Type == typeof(bool):
                return WhereTrue(negation.Operand);
            // A null among the values leaves open whether an item that is not found is there.
            case InExpression { Values: { } values } when values.Any(value => !FindUnknown(value, [])):
                return expressions.Constant(false, condition.TypeMapping);
            case InExpression { Subquery: { Projection: [{ Expression: var value }] } subquery } inQuery when MayBeNull(value):
                return expressions.AndAlso(
                    WhereKnown(expressions.Not(condition), condition),
                    expressions.Not(inQuery.Update(NullLike(inQuery.Item), subquery)));
            case InArrayExpression inArray:
                return expressions.AndAlso(
                    WhereKnown(expressions.Not(condition), condition),
                    expressions.Not(inArray.Update(NullLike(inArray.Item), inArray.Array)));
            case ExistsExpression or SqlUnaryExpression { OperatorType: ExpressionType.Equal or ExpressionType.NotEqual }:
            // EF gives the opposite of an order C#'s meaning in any context: it holds of null.
            case SqlBinaryExpression
            {
                OperatorType: ExpressionType.LessThan or ExpressionType.LessThanOrEqual
                or ExpressionType.GreaterThan or ExpressionType.GreaterThanOrEqual,
            }:
                return expressions.Not(condition);
            case SqlBinaryExpression or NullSafeEqualExpression or InExpression or InArrayExpression or LikeExpression
                or CaseInsensitiveLikeExpression:
                return WhereKnown(expressions.Not(condition), condition);
            default:
                return MayBeNull(condition)
                    ? expressions.Equal(condition, expressions.Constant(false, condition.TypeMapping))
                    : expressions.Not(condition);
        }
    }

    private SqlExpression NullLike(SqlExpression item) => expressions.Constant(null, item.Type, item.TypeMapping);

    private bool MayBeNull(SqlExpression expression)
    {
        var unknown = new List<SqlExpression>();
        return !FindUnknown(expression, unknown) || unknown.Count > 0;
    }

    /// <summary>A condition that holds only where nothing that another one compares is null.</summary>
    private SqlExpression WhereKnown(SqlExpression condition, SqlExpression compared)
    {
        var unknown = new List<SqlExpression>();
        return FindUnknown(compared, unknown)
            ? unknown.Distinct().Aggregate(condition, (known, item) => expressions.AndAlso(known, expressions.IsNotNull(item)))
            : expressions.Constant(false, condition.TypeMapping);
    }

    /// <summary>Finds what makes an expression null when it is null itself; false if the expression is null in any case.</summary>
    private bool FindUnknown(SqlExpression? expression, List<SqlExpression> unknown)
    {
        switch (expression)
        {
            case SqlConstantExpression constant:
                return constant.Value is not null;
            case SqlParameterExpression parameter:
                return !parameters.IsNull(parameter.Name);
            case ColumnExpression column:
                if (column.IsNullable)
                    unknown.Add(column);
                return true;
            case SqlBinaryExpression { OperatorType: not (ExpressionType.AndAlso or ExpressionType.OrElse) } binary:
                return FindUnknown(binary.Left, unknown) & FindUnknown(binary.Right, unknown);
            case SqlUnaryExpression { OperatorType: not (ExpressionType.Equal or ExpressionType.NotEqual) } unary:
                return FindUnknown(unary.Operand, unknown);
            case NullSafeEqualExpression equal:
                return FindUnknown(equal.Left, unknown) & FindUnknown(equal.Right, unknown);
            case LikeExpression like:
                return FindUnknown(like.Match, unknown) & FindUnknown(like.Pattern, unknown);
            case CaseInsensitiveLikeExpression like:
                return FindUnknown(like.Match, unknown) & FindUnknown(like.Pattern, unknown);
            case InExpression inList:
                // What is found among the values is known, whatever else is there; that a null is among them matters to the opposite.
                return FindUnknown(inList.Item, unknown);
            case InArrayExpression inArray:
                return FindUnknown(inArray.Item, unknown);
            case SqlFunctionExpression { IsNullable: true } function when IsNullOnlyByArguments(function):
                return function.Arguments!.Aggregate(
                    function.Instance is null || FindUnknown(function.Instance, unknown),
                    (isKnown, argument) => FindUnknown(argument, unknown) & isKnown);
            case SqlFunctionExpression { IsNullable: true } or CaseExpression or ScalarSubqueryExpression or ArrayIndexExpression
                or JsonScalarExpression { IsNullable: true } or StringAggregateExpression:
                unknown.Add(expression);
                return true;
            default:
                return true;
        }
    }

    private static bool IsNullOnlyByArguments(SqlFunctionExpression function) =>
        function.Arguments is not null && function.ArgumentsPropagateNullability!.All(propagates => propagates);
}
