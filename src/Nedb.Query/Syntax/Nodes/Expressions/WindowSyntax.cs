using Nedb.Query.Syntax.Nodes.Queries;

namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary><c>OVER ([PARTITION BY …] [ORDER BY …] [ROWS …])</c>.</summary>
/// <param name="PartitionBy">What rows of one partition have in common; empty for one partition.</param>
/// <param name="OrderBy">The order within a partition.</param>
/// <param name="Frame">
/// The rows around the present one that an aggregate takes. Null means the whole partition without an order, and with one all rows up to
/// the present one and its peers.
/// </param>
internal sealed record WindowSyntax(
    SyntaxList<ExpressionSyntax> PartitionBy,
    SyntaxList<OrderingSyntax> OrderBy,
    WindowFrameSyntax? Frame) : SyntaxNode;
