namespace Nedb.Query.Execution.Operators;

/// <summary>One expression to order by.</summary>
internal readonly record struct SortKey(Evaluator Value, bool IsDescending);
