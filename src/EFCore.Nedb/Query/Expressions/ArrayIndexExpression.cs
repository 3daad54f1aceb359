using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace Nedb.EntityFrameworkCore.Query.Expressions;

/// <summary>One item of an array, by its place from 0; null beyond the end.</summary>
/// <remarks>Public so that queries that are compiled ahead of time can make it; no part of the API.</remarks>
public sealed class ArrayIndexExpression(SqlExpression array, SqlExpression index, Type type, RelationalTypeMapping? typeMapping)
    : SqlExpression(type, typeMapping)
{
    /// <summary>The array.</summary>
    public SqlExpression Array { get; } = array;

    /// <summary>The place.</summary>
    public SqlExpression Index { get; } = index;

    /// <summary>This, over other operands.</summary>
    public ArrayIndexExpression Update(SqlExpression array, SqlExpression index) =>
        array == Array && index == Index ? this : new(array, index, Type, TypeMapping);

    /// <summary>This, with a type mapping for the item.</summary>
    public ArrayIndexExpression ApplyTypeMapping(RelationalTypeMapping? typeMapping) => new(Array, Index, Type, typeMapping);

    /// <inheritdoc/>
    protected override Expression VisitChildren(ExpressionVisitor visitor) =>
        Update((SqlExpression)visitor.Visit(Array), (SqlExpression)visitor.Visit(Index));

    /// <inheritdoc/>
    public override Expression Quote() => New(
        typeof(ArrayIndexExpression).GetConstructors()[0],
        Array.Quote(),
        Index.Quote(),
        Constant(Type),
        RelationalExpressionQuotingUtilities.QuoteTypeMapping(TypeMapping));

    /// <inheritdoc/>
    protected override void Print(ExpressionPrinter expressionPrinter)
    {
        expressionPrinter.Visit(Array);
        expressionPrinter.Append("[");
        expressionPrinter.Visit(Index);
        expressionPrinter.Append("]");
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) =>
        ReferenceEquals(this, obj)
        || (obj is ArrayIndexExpression other && base.Equals(other) && Array.Equals(other.Array) && Index.Equals(other.Index));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Array, Index);
}
