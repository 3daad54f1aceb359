using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore.Query.Internal;

namespace Nedb.EntityFrameworkCore.Query.Enumeration;

/// <summary>
/// Makes the queries of one command <see cref="NedbQueryingEnumerable{T}"/>, which takes what EF's own takes, and lets a row whose type
/// cannot be told say what the past may have to do with it.
/// </summary>
internal sealed class EnumerationRewriter : ExpressionVisitor
{
    private static readonly MethodInfo ExplainMethod =
        typeof(EnumerationRewriter).GetMethod(nameof(Explain), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <inheritdoc/>
    protected override Expression VisitMethodCall(MethodCallExpression node)
    {
        if (typeof(Exception).IsAssignableFrom(node.Type) && node.Method.Name == "CreateUnableToDiscriminateException")
            return Expression.Convert(Expression.Call(ExplainMethod, node), node.Type);
        if (node.Method.DeclaringType != typeof(SingleQueryingEnumerable) || node.Method.Name != nameof(SingleQueryingEnumerable.Create))
            return base.VisitMethodCall(node);
        var type = typeof(NedbQueryingEnumerable<>).MakeGenericType(node.Method.GetGenericArguments());
        return Expression.Convert(Expression.New(type.GetConstructors().Single(), Visit(node.Arguments)), node.Type);
    }

    private static Exception Explain(Exception failure) =>
        new InvalidOperationException(NedbStrings.TypeNotTold(failure.Message), failure);
}
