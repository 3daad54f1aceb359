using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Nedb.EntityFrameworkCore.Query.Temporal;

namespace Nedb.EntityFrameworkCore.Query.Translation;

/// <content>Portions of valid time.</content>
internal sealed partial class NedbOperatorRewriter
{
    private static readonly MethodInfo WhereMethod = new Func<IQueryable<object>, Expression<Func<object, bool>>, IQueryable<object>>(
        Queryable.Where).Method.GetGenericMethodDefinition();

    private static readonly MethodInfo PeriodOverlapsMethod = typeof(NedbPeriodFunctionsExtensions).GetMethod(
        nameof(NedbPeriodFunctionsExtensions.PeriodOverlaps), [typeof(DbFunctions), typeof(object), typeof(DateTime?), typeof(DateTime?)])!;

    // The condition finds what is valid in the portion; the write that follows it splits what sticks out.
    private MethodCallExpression RewritePortion(MethodCallExpression node)
    {
        CheckIsKnown(node, node.Arguments[1]);
        CheckIsKnown(node, node.Arguments[2]);
        var entity = Expression.Parameter(node.Method.GetGenericArguments()[0], "entity");
        _context.Portion = (entity.Type, node.Arguments[1], node.Arguments[2]);
        var overlaps = Expression.Call(
            PeriodOverlapsMethod,
            Expression.Constant(EF.Functions),
            entity,
            Expression.Convert(node.Arguments[1], typeof(DateTime?)),
            Expression.Convert(node.Arguments[2], typeof(DateTime?)));
        return Expression.Call(
            WhereMethod.MakeGenericMethod(entity.Type),
            Visit(node.Arguments[0]),
            Expression.Quote(Expression.Lambda(Visit(PeriodPredicates.Expand(overlaps)), entity)));
    }
}
