using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace Nedb.EntityFrameworkCore.Query.Causality;

/// <summary>The causes, or the effects, of the versions whose seqs a query gives.</summary>
internal sealed class CausesQueryRootExpression(
    Expression source, Expression? relation, Expression? depth, bool isReverse, Expression? asOf)
    : QueryRootExpression(typeof(CausalNode))
{
    /// <summary>The query of the seqs to start from, with its navigations expanded.</summary>
    public Expression Source { get; } = source;

    /// <summary>The relation whose links are followed; null where causes are.</summary>
    public Expression? Relation { get; } = relation;

    /// <summary>The greatest number of steps; null for any.</summary>
    public Expression? Depth { get; } = depth;

    /// <summary>Whether effects are followed instead of causes.</summary>
    public bool IsReverse { get; } = isReverse;

    /// <summary>The seq or the time that the trace is followed at; null for the present.</summary>
    public Expression? AsOf { get; } = asOf;

    /// <inheritdoc/>
    public override Expression DetachQueryProvider() => this;

    /// <inheritdoc/>
    protected override Expression VisitChildren(ExpressionVisitor visitor)
    {
        var source = visitor.Visit(Source);
        var relation = visitor.Visit(Relation);
        var depth = visitor.Visit(Depth);
        var asOf = visitor.Visit(AsOf);
        return source == Source && relation == Relation && depth == Depth && asOf == AsOf
            ? this
            : new CausesQueryRootExpression(source, relation, depth, IsReverse, asOf);
    }

    /// <inheritdoc/>
    protected override void Print(ExpressionPrinter expressionPrinter)
    {
        expressionPrinter.Visit(Source);
        expressionPrinter.Append(Relation is not null ? ".Traverse(" : IsReverse ? ".TraceEffects(" : ".TraceCausedBy(");
        if (Relation is not null)
            expressionPrinter.Visit(Relation);
        if (Depth is not null)
            expressionPrinter.Visit(Depth);
        expressionPrinter.Append(")");
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) =>
        ReferenceEquals(this, obj)
        || (obj is CausesQueryRootExpression other
            && IsReverse == other.IsReverse
            && ExpressionEqualityComparer.Instance.Equals(Source, other.Source)
            && ExpressionEqualityComparer.Instance.Equals(Relation, other.Relation)
            && ExpressionEqualityComparer.Instance.Equals(Depth, other.Depth)
            && ExpressionEqualityComparer.Instance.Equals(AsOf, other.AsOf));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsReverse, ExpressionEqualityComparer.Instance.GetHashCode(Source));
}
