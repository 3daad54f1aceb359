using Nedb.Query.Syntax.Nodes.Queries;

namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary>
/// A comparison with any or all rows of a query, or items of an array: <c>x &gt; ALL (query)</c>. Exactly one of query and array is given.
/// </summary>
/// <param name="Operator">One of the comparisons.</param>
/// <param name="Left">What is compared.</param>
/// <param name="IsAll">Whether every row must match; otherwise one is enough (<c>ANY</c>, <c>SOME</c>).</param>
/// <param name="Query">The query.</param>
/// <param name="Array">The array.</param>
internal sealed record QuantifiedSyntax(
    BinaryOperator Operator,
    ExpressionSyntax Left,
    bool IsAll,
    QuerySyntax? Query,
    ExpressionSyntax? Array) : ExpressionSyntax;
