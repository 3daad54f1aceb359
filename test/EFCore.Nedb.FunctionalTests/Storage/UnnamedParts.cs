using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Nedb.EntityFrameworkCore.Storage;

/// <summary>Finds what the source text of a compiled model could not name in a converter: objects, and methods that are not public.</summary>
internal sealed class UnnamedParts : ExpressionVisitor
{
    private readonly List<object> _found = [];

    public static IReadOnlyList<object> Of(ValueConverter converter)
    {
        var parts = new UnnamedParts();
        parts.Visit(converter.ConvertToProviderExpression);
        parts.Visit(converter.ConvertFromProviderExpression);
        return parts._found;
    }

    protected override Expression VisitConstant(ConstantExpression node)
    {
        if (node.Value is not (null or string or Type or Enum) && !node.Type.IsPrimitive)
            _found.Add(node.Value);
        return node;
    }

    protected override Expression VisitMethodCall(MethodCallExpression node)
    {
        if (!node.Method.IsPublic || node.Method.DeclaringType is { IsVisible: false, IsGenericType: false })
            _found.Add(node.Method);
        return base.VisitMethodCall(node);
    }
}
