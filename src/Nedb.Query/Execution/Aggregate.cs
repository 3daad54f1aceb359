using Nedb.Query.Execution.Operators;
using Nedb.Query.Functions;
using Nedb.Query.Syntax;

namespace Nedb.Query.Execution;

/// <summary>A compiled aggregate.</summary>
/// <param name="Function">Which one.</param>
/// <param name="Arguments">What is aggregated.</param>
/// <param name="IsDistinct">Whether equal values count once.</param>
/// <param name="Filter">Which rows count; null for all.</param>
/// <param name="OrderBy">In which order.</param>
/// <param name="Place">Where it stands in the query, for what fails on the values of a group.</param>
internal sealed record Aggregate(
    AggregateFunction Function, Evaluator[] Arguments, bool IsDistinct, Evaluator? Filter, SortKey[] OrderBy, TextPlace Place = default);
