using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Nedb.EntityFrameworkCore.Query.Causality;

/// <summary>The causes, or the effects, of the versions whose seqs a query gives, to any depth, as rows.</summary>
/// <remarks>Public so that queries that are compiled ahead of time can make it; no part of the API.</remarks>
public sealed class CausesExpression : TableExpressionBase
{
    /// <summary>Makes the source.</summary>
    /// <param name="alias">Its name in the query.</param>
    /// <param name="start">The query whose one column is the seqs to start from.</param>
    /// <param name="relation">The relation whose links are followed; null where causes are.</param>
    /// <param name="depth">How far to go; null for any distance.</param>
    /// <param name="isReverse">Whether effects are followed instead of causes.</param>
    /// <param name="asOf">The moment that is looked at; null for now.</param>
    public CausesExpression(
        string alias, SelectExpression start, SqlExpression? relation, SqlExpression? depth, bool isReverse, SqlExpression? asOf)
        : this(alias, start, relation, depth, isReverse, asOf, null)
    {
    }

    private CausesExpression(
        string alias,
        SelectExpression start,
        SqlExpression? relation,
        SqlExpression? depth,
        bool isReverse,
        SqlExpression? asOf,
        IReadOnlyDictionary<string, IAnnotation>? annotations)
        : base(alias, annotations) => (Start, Relation, Depth, IsReverse, AsOf) =
        (start, relation, depth, isReverse, asOf);

    /// <inheritdoc/>
    public override string Alias => base.Alias!;

    /// <summary>The query whose one column is the seqs to start from.</summary>
    public SelectExpression Start { get; }

    /// <summary>The relation whose links are followed; null where causes are. It refers to no column.</summary>
    public SqlExpression? Relation { get; }

    /// <summary>How far to follow; null for to the end.</summary>
    public SqlExpression? Depth { get; }

    /// <summary>Whether effects are followed instead of causes.</summary>
    public bool IsReverse { get; }

    /// <summary>The seq or the time that it is followed at, which refers to no column; null for that of its start.</summary>
    public SqlExpression? AsOf { get; }

    /// <summary>This, over other parts.</summary>
    public CausesExpression Update(SelectExpression start, SqlExpression? depth) =>
        start == Start && depth == Depth ? this : new(Alias, start, Relation, depth, IsReverse, AsOf, Annotations);

    /// <inheritdoc/>
    protected override Expression VisitChildren(ExpressionVisitor visitor) =>
        Update((SelectExpression)visitor.Visit(Start), (SqlExpression?)visitor.Visit(Depth));

    /// <inheritdoc/>
    public override TableExpressionBase Clone(string? alias, ExpressionVisitor cloningExpressionVisitor) => new CausesExpression(
        alias!,
        (SelectExpression)cloningExpressionVisitor.Visit(Start),
        Relation,
        (SqlExpression?)cloningExpressionVisitor.Visit(Depth),
        IsReverse,
        AsOf,
        Annotations);

    /// <inheritdoc/>
    public override TableExpressionBase WithAlias(string newAlias) =>
        new CausesExpression(newAlias, Start, Relation, Depth, IsReverse, AsOf, Annotations);

    /// <inheritdoc/>
    protected override TableExpressionBase WithAnnotations(IReadOnlyDictionary<string, IAnnotation> annotations) =>
        new CausesExpression(Alias, Start, Relation, Depth, IsReverse, AsOf, annotations);

    /// <inheritdoc/>
    public override Expression Quote() => New(
        typeof(CausesExpression).GetConstructor([
            typeof(string), typeof(SelectExpression), typeof(SqlExpression), typeof(SqlExpression), typeof(bool), typeof(SqlExpression),
        ])!,
        Constant(Alias),
        Start.Quote(),
        RelationalExpressionQuotingUtilities.QuoteOrNull(Relation),
        RelationalExpressionQuotingUtilities.QuoteOrNull(Depth),
        Constant(IsReverse),
        RelationalExpressionQuotingUtilities.QuoteOrNull(AsOf));

    /// <inheritdoc/>
    protected override void Print(ExpressionPrinter expressionPrinter)
    {
        expressionPrinter.Append(IsReverse ? "EFFECTS(" : "CAUSES(");
        expressionPrinter.Visit(Start);
        expressionPrinter.Append(")");
        PrintAnnotations(expressionPrinter);
        expressionPrinter.Append(" AS ").Append(Alias);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) =>
        ReferenceEquals(this, obj)
        || (obj is CausesExpression other
            && base.Equals(other)
            && Start.Equals(other.Start)
            && Equals(Relation, other.Relation)
            && Equals(Depth, other.Depth)
            && Equals(AsOf, other.AsOf)
            && IsReverse == other.IsReverse);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Start, Depth, IsReverse);
}
