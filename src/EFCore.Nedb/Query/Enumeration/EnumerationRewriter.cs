using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query.Internal;

namespace Nedb.EntityFrameworkCore.Query.Enumeration;

/// <summary>Makes the queries of one command <see cref="NedbQueryingEnumerable{T}"/>, which takes what EF's own takes.</summary>
internal sealed class EnumerationRewriter : ExpressionVisitor
{
    /// <inheritdoc/>
    protected override Expression VisitMethodCall(MethodCallExpression node)
    {
        if (node.Method.DeclaringType != typeof(SingleQueryingEnumerable) || node.Method.Name != nameof(SingleQueryingEnumerable.Create))
            return base.VisitMethodCall(node);
        var type = typeof(NedbQueryingEnumerable<>).MakeGenericType(node.Method.GetGenericArguments());
        return Expression.Convert(Expression.New(type.GetConstructors().Single(), Visit(node.Arguments)), node.Type);
    }
}
