using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace Nedb.EntityFrameworkCore.Query.Expressions;

/// <summary>An array written out: <c>[a, b, c]</c>.</summary>
/// <remarks>Public so that queries that are compiled ahead of time can make it; no part of the API.</remarks>
public sealed class ArrayLiteralExpression(IReadOnlyList<SqlExpression> items, Type type, RelationalTypeMapping? typeMapping)
    : SqlExpression(type, typeMapping)
{
    /// <summary>The items.</summary>
    public IReadOnlyList<SqlExpression> Items { get; } = items;

    /// <summary>This, with other items.</summary>
    public ArrayLiteralExpression Update(IReadOnlyList<SqlExpression> items) =>
        items.SequenceEqual(Items, ReferenceEqualityComparer.Instance) ? this : new(items, Type, TypeMapping);

    /// <inheritdoc/>
    protected override Expression VisitChildren(ExpressionVisitor visitor) =>
        Update([.. Items.Select(item => (SqlExpression)visitor.Visit(item))]);

    /// <inheritdoc/>
    public override Expression Quote() => New(
        typeof(ArrayLiteralExpression).GetConstructors()[0],
        NewArrayInit(typeof(SqlExpression), Items.Select(item => item.Quote())),
        Constant(Type),
        RelationalExpressionQuotingUtilities.QuoteTypeMapping(TypeMapping));

    /// <inheritdoc/>
    protected override void Print(ExpressionPrinter expressionPrinter)
    {
        expressionPrinter.Append("[");
        expressionPrinter.VisitCollection(Items);
        expressionPrinter.Append("]");
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) =>
        ReferenceEquals(this, obj)
        || (obj is ArrayLiteralExpression other && base.Equals(other) && Items.SequenceEqual(other.Items));

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(base.GetHashCode());
        foreach (var item in Items)
            hash.Add(item);
        return hash.ToHashCode();
    }
}
