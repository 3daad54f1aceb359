using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace Nedb.EntityFrameworkCore.Query.Temporal;

/// <summary>Says SQL:2011's predicates on periods by comparisons of their bounds, of which null is none.</summary>
internal static class PeriodPredicates
{
    /// <summary>The comparisons that a predicate stands for.</summary>
    public static Expression Expand(MethodCallExpression call)
    {
        var own = OfEntity(call.Arguments[1]);
        if (call.Arguments.Count == 3 && call.Arguments[2].Type == typeof(DateTime))
            return ContainsMoment(own, Expression.Convert(call.Arguments[2], typeof(DateTime?)));
        var other = call.Arguments.Count == 3 ? OfEntity(call.Arguments[2]) : (From: call.Arguments[2], To: call.Arguments[3]);
        return call.Method.Name switch
        {
            nameof(NedbPeriodFunctionsExtensions.PeriodContains) => Expression.AndAlso(
                Expression.OrElse(IsNull(own.From), Expression.LessThanOrEqual(own.From, other.From)),
                Expression.OrElse(IsNull(own.To), Expression.GreaterThanOrEqual(own.To, other.To))),
            nameof(NedbPeriodFunctionsExtensions.PeriodOverlaps) => Expression.AndAlso(StartsBefore(own, other), StartsBefore(other, own)),
            nameof(NedbPeriodFunctionsExtensions.PeriodEquals) => Expression.AndAlso(
                Expression.Equal(own.From, other.From), Expression.Equal(own.To, other.To)),
            nameof(NedbPeriodFunctionsExtensions.PeriodPrecedes) => Expression.LessThanOrEqual(own.To, other.From),
            nameof(NedbPeriodFunctionsExtensions.PeriodSucceeds) => Expression.GreaterThanOrEqual(own.From, other.To),
            _ => Expression.AndAlso(Expression.Not(IsNull(own.To)), Expression.Equal(own.To, other.From)),
        };
    }

    private static (Expression From, Expression To) OfEntity(Expression entity) => (
        MetadataFunctions.Call(nameof(NedbDbFunctionsExtensions.ValidFrom), entity),
        MetadataFunctions.Call(nameof(NedbDbFunctionsExtensions.ValidTo), entity));

    private static BinaryExpression ContainsMoment((Expression From, Expression To) period, Expression moment) => Expression.AndAlso(
        Expression.OrElse(IsNull(period.From), Expression.LessThanOrEqual(period.From, moment)),
        Expression.OrElse(IsNull(period.To), Expression.GreaterThan(period.To, moment)));

    private static BinaryExpression StartsBefore((Expression From, Expression To) first, (Expression From, Expression To) second) =>
        Expression.OrElse(
            Expression.OrElse(IsNull(first.From), IsNull(second.To)), Expression.LessThan(first.From, second.To));

    private static BinaryExpression IsNull(Expression bound) => Expression.Equal(bound, Expression.Constant(null, bound.Type));
}
