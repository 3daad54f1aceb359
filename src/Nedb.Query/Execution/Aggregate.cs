using Nedb.Query.Execution.Operators;
using Nedb.Query.Functions;

namespace Nedb.Query.Execution;

/// <summary>A compiled aggregate.</summary>
internal sealed record Aggregate(AggregateFunction Function, Evaluator[] Arguments, bool IsDistinct, Evaluator? Filter, SortKey[] OrderBy);
