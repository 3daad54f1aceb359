using System.Linq.Expressions;
using System.Reflection;

namespace Nedb.EntityFrameworkCore.Query.Translation;

/// <summary>
/// Turns right joins around. EF translates a right join whose left side is filtered, by a condition, a query filter or the type of an
/// entity, so that the filter also drops what the join keeps of the right side; of a left join it joins the filtered side as a query of
/// its own.
/// </summary>
internal static class RightJoins
{
    private static readonly MethodInfo RightJoin = Find(nameof(Queryable.RightJoin));
    private static readonly MethodInfo LeftJoin = Find(nameof(Queryable.LeftJoin));

    /// <summary>The same join with its sides exchanged; its rows come in the same order, that of the right side.</summary>
    /// <returns>Null where the call is no right join.</returns>
    public static MethodCallExpression? TryTurn(MethodCallExpression call)
    {
        if (!call.Method.IsGenericMethod || call.Method.GetGenericMethodDefinition() != RightJoin
            || call.Arguments[4] is not UnaryExpression { Operand: LambdaExpression { Parameters: [var left, var right] } result })
            return null;
        var types = call.Method.GetGenericArguments();
        return Expression.Call(
            LeftJoin.MakeGenericMethod(types[1], types[0], types[2], types[3]),
            call.Arguments[1],
            call.Arguments[0],
            call.Arguments[3],
            call.Arguments[2],
            Expression.Quote(Expression.Lambda(result.Body, right, left)));
    }

    private static MethodInfo Find(string name) =>
        typeof(Queryable).GetMethods().Single(method => method.Name == name && method.GetParameters().Length == 5);
}
