using Nedb.Query.Execution;
using Nedb.Query.Syntax.Nodes;
using Nedb.Storage.Schema;

namespace Nedb.Query.Binding;

/// <summary>A window function, before its results have a slot.</summary>
/// <param name="Function">Which one.</param>
/// <param name="Aggregate">The aggregate, where the function is one.</param>
/// <param name="Arguments">The arguments of the other functions.</param>
/// <param name="PartitionBy">What the rows of a partition have in common.</param>
/// <param name="OrderBy">The order within a partition.</param>
/// <param name="Frame">The rows that an aggregate takes.</param>
/// <param name="Type">The static type of the result.</param>
internal sealed record BoundWindow(
    WindowKind Function,
    BoundAggregate? Aggregate,
    SyntaxList<BoundExpression> Arguments,
    SyntaxList<BoundExpression> PartitionBy,
    SyntaxList<BoundOrdering> OrderBy,
    WindowFrame? Frame,
    FieldType Type) : BoundExpression(Type)
{
    public override BoundExpression MapChildren(Func<BoundExpression, BoundExpression> map) => this with
    {
        Aggregate = (BoundAggregate?)Aggregate?.MapChildren(map),
        Arguments = [.. Arguments.Select(map)],
        PartitionBy = [.. PartitionBy.Select(map)],
        OrderBy = [.. OrderBy.Select(ordering => ordering with { Expression = map(ordering.Expression) })],
    };
}
