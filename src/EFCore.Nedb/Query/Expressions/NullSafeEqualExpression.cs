using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace Nedb.EntityFrameworkCore.Query.Expressions;

/// <summary>
/// Equality of two fields of two sources that can both be null, where null is equal to null as in C#. EF makes the key of a join of an
/// ordinary equality in a
/// correlated subquery, and in the condition of a join null matches nothing; of this one it does not.
/// </summary>
/// <remarks>Public so that queries that are compiled ahead of time can make it; no part of the API.</remarks>
public sealed class NullSafeEqualExpression(SqlExpression left, SqlExpression right, RelationalTypeMapping? typeMapping)
    : SqlExpression(typeof(bool), typeMapping)
{
    /// <summary>One side.</summary>
    public SqlExpression Left { get; } = left;

    /// <summary>The other side.</summary>
    public SqlExpression Right { get; } = right;

    /// <summary>This, of other sides.</summary>
    public NullSafeEqualExpression Update(SqlExpression left, SqlExpression right) =>
        left == Left && right == Right ? this : new(left, right, TypeMapping);

    /// <inheritdoc/>
    protected override Expression VisitChildren(ExpressionVisitor visitor) =>
        Update((SqlExpression)visitor.Visit(Left), (SqlExpression)visitor.Visit(Right));

    /// <inheritdoc/>
    public override Expression Quote() => New(
        typeof(NullSafeEqualExpression).GetConstructors()[0],
        Left.Quote(),
        Right.Quote(),
        RelationalExpressionQuotingUtilities.QuoteTypeMapping(TypeMapping));

    /// <inheritdoc/>
    protected override void Print(ExpressionPrinter expressionPrinter)
    {
        expressionPrinter.Visit(Left);
        expressionPrinter.Append(" = ");
        expressionPrinter.Visit(Right);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) =>
        ReferenceEquals(this, obj)
        || (obj is NullSafeEqualExpression other && base.Equals(other) && Left.Equals(other.Left) && Right.Equals(other.Right));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Left, Right);
}
