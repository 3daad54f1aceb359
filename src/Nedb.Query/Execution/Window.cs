using Nedb.Query.Binding;
using Nedb.Query.Execution.Operators;

namespace Nedb.Query.Execution;

/// <summary>A compiled window function. A frame of null ends at the present row and its peers.</summary>
internal sealed record Window(
    WindowKind Kind, Aggregate? Aggregate, Evaluator[] Arguments, Evaluator[] PartitionBy, SortKey[] OrderBy, WindowFrame? Frame);
