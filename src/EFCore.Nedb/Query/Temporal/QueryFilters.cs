using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore.Query;

namespace Nedb.EntityFrameworkCore.Query.Temporal;

/// <summary>
/// Sets on which the query filters of the model are not put. EF puts them on every set as it expands navigations, so such a set is marked
/// before, and freed of what stands beneath the mark behind.
/// </summary>
internal sealed class QueryFilters : ExpressionVisitor
{
    private static readonly MethodInfo MarkMethod =
        typeof(QueryFilters).GetMethod(nameof(Mark), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>Marks a set.</summary>
    public static Expression Without(EntityQueryRootExpression root) => Expression.Call(
        QueryableMethods.Where.MakeGenericMethod(root.ElementType),
        root,
        Expression.Quote(Expression.Lambda(Expression.Call(MarkMethod), Expression.Parameter(root.ElementType, "v"))));

    /// <summary>Takes the filters off the marked sets of an expanded query, and the marks.</summary>
    public static Expression Remove(Expression query) => new QueryFilters().Visit(query);

    /// <inheritdoc/>
    protected override Expression VisitMethodCall(MethodCallExpression node) =>
        IsWhere(node) && node.Arguments[1] is UnaryExpression { Operand: LambdaExpression { Body: MethodCallExpression mark } }
            && mark.Method == MarkMethod
            ? WithoutConditions(node)
            : base.VisitMethodCall(node);

    // A filter that asks a navigation stands on a join of the set. It stays, as one that takes no row away.
    private static Expression WithoutConditions(Expression source)
    {
        if (source is not MethodCallExpression { Object: null, Arguments: [var inner, ..] } call)
            return source;
        inner = WithoutConditions(inner);
        if (IsWhere(call))
            return inner;
        var method = Is(call, QueryableMethods.Join)
            ? QueryableMethods.LeftJoin.MakeGenericMethod(call.Method.GetGenericArguments())
            : call.Method;
        return Expression.Call(method, [inner, .. call.Arguments.Skip(1)]);
    }

    private static bool IsWhere(MethodCallExpression call) => Is(call, QueryableMethods.Where);

    private static bool Is(MethodCallExpression call, MethodInfo method) =>
        call.Method.IsGenericMethod && call.Method.GetGenericMethodDefinition() == method;

    private static bool Mark() => throw new InvalidOperationException("A mark is read while a query is compiled only.");
}
