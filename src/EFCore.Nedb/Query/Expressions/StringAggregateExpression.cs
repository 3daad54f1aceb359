using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace Nedb.EntityFrameworkCore.Query.Expressions;

/// <summary>The texts of a group joined by a separator, in an order, without those that a predicate refuses.</summary>
/// <remarks>Public so that queries that are compiled ahead of time can make it; no part of the API.</remarks>
public sealed class StringAggregateExpression(
    SqlExpression value,
    SqlExpression separator,
    IReadOnlyList<OrderingExpression> orderings,
    SqlExpression? predicate,
    bool isDistinct,
    RelationalTypeMapping? typeMapping) : SqlExpression(typeof(string), typeMapping)
{
    /// <summary>The text of one row.</summary>
    public SqlExpression Value { get; } = value;

    /// <summary>What stands between two texts.</summary>
    public SqlExpression Separator { get; } = separator;

    /// <summary>The order of the texts.</summary>
    public IReadOnlyList<OrderingExpression> Orderings { get; } = orderings;

    /// <summary>What a row must fulfil to take part.</summary>
    public SqlExpression? Predicate { get; } = predicate;

    /// <summary>Whether equal texts are joined once.</summary>
    public bool IsDistinct { get; } = isDistinct;

    /// <summary>This, over other operands.</summary>
    public StringAggregateExpression Update(
        SqlExpression value,
        SqlExpression separator,
        IReadOnlyList<OrderingExpression> orderings,
        SqlExpression? predicate) =>
        value == Value
        && separator == Separator
        && predicate == Predicate
        && orderings.SequenceEqual(Orderings, ReferenceEqualityComparer.Instance)
            ? this
            : new(value, separator, orderings, predicate, IsDistinct, TypeMapping);

    /// <inheritdoc/>
    protected override Expression VisitChildren(ExpressionVisitor visitor) => Update(
        (SqlExpression)visitor.Visit(Value),
        (SqlExpression)visitor.Visit(Separator),
        [.. Orderings.Select(ordering => (OrderingExpression)visitor.Visit(ordering))],
        (SqlExpression?)visitor.Visit(Predicate));

    /// <inheritdoc/>
    public override Expression Quote() => New(
        typeof(StringAggregateExpression).GetConstructors()[0],
        Value.Quote(),
        Separator.Quote(),
        NewArrayInit(typeof(OrderingExpression), Orderings.Select(ordering => ordering.Quote())),
        RelationalExpressionQuotingUtilities.QuoteOrNull(Predicate),
        Constant(IsDistinct),
        RelationalExpressionQuotingUtilities.QuoteTypeMapping(TypeMapping));

    /// <inheritdoc/>
    protected override void Print(ExpressionPrinter expressionPrinter)
    {
        expressionPrinter.Append("STRING_AGG(");
        expressionPrinter.Visit(Value);
        expressionPrinter.Append(", ");
        expressionPrinter.Visit(Separator);
        expressionPrinter.Append(")");
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) =>
        ReferenceEquals(this, obj)
        || (obj is StringAggregateExpression other
            && base.Equals(other)
            && Value.Equals(other.Value)
            && Separator.Equals(other.Separator)
            && Orderings.SequenceEqual(other.Orderings)
            && Equals(Predicate, other.Predicate)
            && IsDistinct == other.IsDistinct);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Value, Separator, Orderings.Count, Predicate, IsDistinct);
}
