using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace Nedb.EntityFrameworkCore.Query.Expressions;

/// <summary>Whether an array contains an item, as <c>item IN array</c>: one parameter of any length, one text, and a hash set in the
/// engine.</summary>
/// <remarks>Public so that queries that are compiled ahead of time can make it; no part of the API.</remarks>
public sealed class InArrayExpression(SqlExpression item, SqlExpression array, RelationalTypeMapping? typeMapping)
    : SqlExpression(typeof(bool), typeMapping)
{
    /// <summary>The item to find.</summary>
    public SqlExpression Item { get; } = item;

    /// <summary>The array to find it in.</summary>
    public SqlExpression Array { get; } = array;

    /// <summary>This, over other operands.</summary>
    public InArrayExpression Update(SqlExpression item, SqlExpression array) =>
        item == Item && array == Array ? this : new(item, array, TypeMapping);

    /// <inheritdoc/>
    protected override Expression VisitChildren(ExpressionVisitor visitor) =>
        Update((SqlExpression)visitor.Visit(Item), (SqlExpression)visitor.Visit(Array));

    /// <inheritdoc/>
    public override Expression Quote() => New(
        typeof(InArrayExpression).GetConstructors()[0],
        Item.Quote(),
        Array.Quote(),
        RelationalExpressionQuotingUtilities.QuoteTypeMapping(TypeMapping));

    /// <inheritdoc/>
    protected override void Print(ExpressionPrinter expressionPrinter)
    {
        expressionPrinter.Visit(Item);
        expressionPrinter.Append(" IN ");
        expressionPrinter.Visit(Array);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) =>
        ReferenceEquals(this, obj)
        || (obj is InArrayExpression other && base.Equals(other) && Item.Equals(other.Item) && Array.Equals(other.Array));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Item, Array);
}
