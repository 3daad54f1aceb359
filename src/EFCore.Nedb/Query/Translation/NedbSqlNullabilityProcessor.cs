using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Nedb.EntityFrameworkCore.Query.Expressions;

namespace Nedb.EntityFrameworkCore.Query.Translation;

/// <summary>
/// Works out what can be null. NQL compares nulls as C# does, so nothing is added to a predicate for their sake, except in the condition of
/// a join: there null matches nothing,
/// and a key of several parts, which in C# is equal to one with nulls in the same places, needs it said.
/// </summary>
internal sealed class NedbSqlNullabilityProcessor(
    RelationalParameterBasedSqlProcessorDependencies dependencies,
    RelationalParameterBasedSqlProcessorParameters parameters) : SqlNullabilityProcessor(dependencies, parameters)
{
    private bool _isInJoinCondition;

    /// <inheritdoc/>
    protected override bool UseRelationalNulls => !_isInJoinCondition;

    /// <inheritdoc/>
    protected override Expression VisitExtension(Expression node)
    {
        if (node is not PredicateJoinExpressionBase join)
            return base.VisitExtension(node);
        var table = (TableExpressionBase)Visit(join.Table);
        return join.Update(table, VisitJoinCondition(join.JoinPredicate));
    }

    private SqlExpression VisitJoinCondition(SqlExpression condition)
    {
        // A key of one part never matches null, neither in LINQ nor in NQL. EF would ask where the other side is null.
        if (condition is SqlBinaryExpression { OperatorType: ExpressionType.Equal } equal && (IsNull(equal.Left) || IsNull(equal.Right)))
            return Dependencies.SqlExpressionFactory.Constant(false, condition.TypeMapping);
        var wasInJoinCondition = _isInJoinCondition;
        _isInJoinCondition = condition is not SqlBinaryExpression { OperatorType: ExpressionType.Equal };
        var visited = Visit(condition, allowOptimizedExpansion: true, out _);
        _isInJoinCondition = wasInJoinCondition;
        return visited;
    }

    /// <inheritdoc/>
    protected override SelectExpression Visit(SelectExpression selectExpression, bool visitProjection = true)
    {
        // A subquery in a join condition has conditions of its own.
        var wasInJoinCondition = _isInJoinCondition;
        _isInJoinCondition = false;
        var visited = base.Visit(selectExpression, visitProjection);
        _isInJoinCondition = wasInJoinCondition;
        return visited;
    }

    /// <inheritdoc/>
    protected override SqlExpression VisitSqlBinary(
        SqlBinaryExpression sqlBinaryExpression, bool allowOptimizedExpansion, out bool nullable)
    {
        if (sqlBinaryExpression.OperatorType == ExpressionType.ExclusiveOr && sqlBinaryExpression.Type == typeof(bool))
            return VisitExclusiveOr(sqlBinaryExpression, allowOptimizedExpansion, out nullable);
        if (sqlBinaryExpression.OperatorType is not (ExpressionType.LessThan or ExpressionType.LessThanOrEqual
            or ExpressionType.GreaterThan or ExpressionType.GreaterThanOrEqual))
            return base.VisitSqlBinary(sqlBinaryExpression, allowOptimizedExpansion, out nullable);
        // A comparison with null is false, here and in C#.
        nullable = false;
        return sqlBinaryExpression.Update(
            Visit(sqlBinaryExpression.Left, out _),
            Visit(sqlBinaryExpression.Right, out _));
    }

    // It is null where one of its sides is, as in C#; what it is written as, an inequality, is true where one of them is.
    private SqlExpression VisitExclusiveOr(SqlBinaryExpression either, bool allowOptimizedExpansion, out bool nullable)
    {
        var left = Visit(either.Left, out var isLeftNullable);
        var right = Visit(either.Right, out var isRightNullable);
        var visited = either.Update(left, right);
        var expressions = Dependencies.SqlExpressionFactory;
        var areThere = (isLeftNullable, isRightNullable) switch
        {
            (true, true) => expressions.AndAlso(expressions.IsNotNull(left), expressions.IsNotNull(right)),
            (true, false) => expressions.IsNotNull(left),
            (false, true) => expressions.IsNotNull(right),
            _ => null,
        };
        nullable = areThere is not null && !allowOptimizedExpansion;
        if (areThere is null)
            return visited;
        return allowOptimizedExpansion
            ? expressions.AndAlso(areThere, visited)
            : expressions.Case([new CaseWhenClause(areThere, visited)], elseResult: null);
    }

    /// <inheritdoc/>
    protected override SqlExpression VisitSqlUnary(SqlUnaryExpression sqlUnaryExpression, bool allowOptimizedExpansion, out bool nullable)
    {
        if (sqlUnaryExpression.OperatorType != ExpressionType.Not || sqlUnaryExpression.Type != typeof(bool))
            return base.VisitSqlUnary(sqlUnaryExpression, allowOptimizedExpansion, out nullable);
        var operand = Visit(sqlUnaryExpression.Operand, out nullable);
        if (!nullable)
            return OptimizeNotExpression(sqlUnaryExpression.Update(operand));
        if (allowOptimizedExpansion)
        {
            nullable = false;
            return Negate(operand);
        }

        // As a value it is null where its operand is, as in C#.
        var expressions = Dependencies.SqlExpressionFactory;
        return CanBeNullByItself(operand)
            ? expressions.Case([new CaseWhenClause(expressions.IsNotNull(operand), Negate(operand))], elseResult: null)
            : OptimizeNotExpression(sqlUnaryExpression.Update(operand));
    }

    private static bool CanBeNullByItself(SqlExpression condition) =>
        condition is ColumnExpression { IsNullable: true } or CaseExpression or ScalarSubqueryExpression or JsonScalarExpression;

    // The opposite of a condition that may be null, because an optional navigation found nothing, holds only where the condition is false.
    // NQL's NOT would hold for null too.
    private SqlExpression Negate(SqlExpression condition) => condition switch
    {
        SqlBinaryExpression { OperatorType: ExpressionType.AndAlso } both =>
            Dependencies.SqlExpressionFactory.OrElse(Negate(both.Left), Negate(both.Right)),
        SqlBinaryExpression { OperatorType: ExpressionType.OrElse } either =>
            Dependencies.SqlExpressionFactory.AndAlso(Negate(either.Left), Negate(either.Right)),
        _ when CanBeNullByItself(condition) =>
            Dependencies.SqlExpressionFactory.Equal(condition, Dependencies.SqlExpressionFactory.Constant(false, condition.TypeMapping)),
        _ => OptimizeNotExpression(Dependencies.SqlExpressionFactory.Not(condition)),
    };

    /// <inheritdoc/>
    protected override SqlExpression OptimizeNotExpression(SqlExpression expression)
    {
        // The opposite of a < b is a >= b only where neither can be null.
        if (expression is SqlUnaryExpression
            {
                OperatorType: ExpressionType.Not,
                Operand: SqlBinaryExpression
                {
                    OperatorType: ExpressionType.LessThan or ExpressionType.LessThanOrEqual
                    or ExpressionType.GreaterThan or ExpressionType.GreaterThanOrEqual,
                } comparison,
            }
            && !(IsNeverNull(comparison.Left) && IsNeverNull(comparison.Right)))
            return expression;
        return base.OptimizeNotExpression(expression);
    }

    private bool IsNull(SqlExpression expression) => expression switch
    {
        SqlConstantExpression constant => constant.Value is null,
        SqlParameterExpression parameter => ParametersDecorator.IsNull(parameter.Name),
        _ => false,
    };

    private bool IsNeverNull(SqlExpression expression) => expression switch
    {
        ColumnExpression column => !column.IsNullable,
        SqlConstantExpression constant => constant.Value is not null,
        SqlParameterExpression parameter => !ParametersDecorator.IsNull(parameter.Name),
        _ => false,
    };

    /// <inheritdoc/>
    protected override SqlExpression VisitSqlFunction(
        SqlFunctionExpression sqlFunctionExpression, bool allowOptimizedExpansion, out bool nullable)
    {
        var visited = base.VisitSqlFunction(sqlFunctionExpression, allowOptimizedExpansion, out nullable);
        if (!nullable || allowOptimizedExpansion || !IsTest(sqlFunctionExpression))
            return visited;
        // As a condition null is false anyway; as a value, and where it is negated, it has to be made so.
        nullable = false;
        return Dependencies.SqlExpressionFactory.Coalesce(visited, Dependencies.SqlExpressionFactory.Constant(false));
    }

    private static bool IsTest(SqlFunctionExpression function) =>
        function is { IsBuiltIn: true, Name: "contains" or "starts_with" or "ends_with" or "regexp_like" or "contains_words" };

    /// <inheritdoc/>
    protected override SqlExpression VisitIn(InExpression inExpression, bool allowOptimizedExpansion, out bool nullable)
    {
        var wasInJoinCondition = _isInJoinCondition;
        _isInJoinCondition = false;
        var visited = base.VisitIn(inExpression, allowOptimizedExpansion, out _);
        _isInJoinCondition = wasInJoinCondition;
        nullable = false;
        return visited;
    }

    /// <inheritdoc/>
    protected override SqlExpression VisitLike(LikeExpression likeExpression, bool allowOptimizedExpansion, out bool nullable)
    {
        var visited = base.VisitLike(likeExpression, allowOptimizedExpansion, out _);
        nullable = false;
        return visited;
    }

    /// <inheritdoc/>
    protected override SqlExpression VisitCustomSqlExpression(SqlExpression sqlExpression, bool allowOptimizedExpansion, out bool nullable)
    {
        switch (sqlExpression)
        {
            case NullSafeEqualExpression equal:
                nullable = false;
                return equal.Update(Visit(equal.Left, out _), Visit(equal.Right, out _));
            case InArrayExpression inArray:
                nullable = false;
                return inArray.Update(Visit(inArray.Item, out _), Visit(inArray.Array, out _));
            case ArrayIndexExpression index:
                nullable = true;
                return index.Update(Visit(index.Array, out _), Visit(index.Index, out _));
            case ArrayLiteralExpression array:
                nullable = false;
                return array.Update([.. array.Items.Select(item => Visit(item, out _))]);
            case JsonSetExpression set:
                nullable = false;
                return set.Update([.. set.Assignments.Select(assignment => Visit(assignment.Value, out _))]);
            case CaseInsensitiveLikeExpression like:
                nullable = false;
                return like.Update(Visit(like.Match, out _), Visit(like.Pattern, out _), Visit(like.EscapeCharacter, out _));
            case StringAggregateExpression aggregate:
                nullable = true;
                return aggregate.Update(
                    Visit(aggregate.Value, out _),
                    Visit(aggregate.Separator, out _),
                    [.. aggregate.Orderings.Select(ordering => ordering.Update(Visit(ordering.Expression, out _)))],
                    Visit(aggregate.Predicate, allowOptimizedExpansion: true, out _));
            default:
                return base.VisitCustomSqlExpression(sqlExpression, allowOptimizedExpansion, out nullable);
        }
    }
}
