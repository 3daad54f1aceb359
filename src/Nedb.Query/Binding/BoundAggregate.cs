using Nedb.Query.Functions;
using Nedb.Query.Syntax.Nodes;
using Nedb.Storage.Schema;

namespace Nedb.Query.Binding;

/// <summary>An aggregate over the rows of a group, before the group has a slot.</summary>
/// <param name="Function">Which one.</param>
/// <param name="Arguments">What is aggregated; empty for COUNT(*).</param>
/// <param name="IsDistinct">Whether equal values count once.</param>
/// <param name="Filter">Which rows count; null for all.</param>
/// <param name="OrderBy">In which order; empty for that of the rows.</param>
/// <param name="Type">The static type of the result.</param>
internal sealed record BoundAggregate(
    AggregateFunction Function,
    SyntaxList<BoundExpression> Arguments,
    bool IsDistinct,
    BoundExpression? Filter,
    SyntaxList<BoundOrdering> OrderBy,
    FieldType Type) : BoundExpression(Type)
{
    /// <summary>The block whose groups are aggregated: that of the expression, or one around it.</summary>
    public Scope? Owner { get; init; }

    public override bool IsNullable => Function.Name != "count";

    public override BoundExpression MapChildren(Func<BoundExpression, BoundExpression> map) => this with
    {
        Arguments = [.. Arguments.Select(map)],
        Filter = Filter is null ? null : map(Filter),
        OrderBy = [.. OrderBy.Select(ordering => ordering with { Expression = map(ordering.Expression) })],
    };
}
