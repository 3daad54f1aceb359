using Nedb.Query.Execution;
using Nedb.Query.Execution.Evaluators;

namespace Nedb.Query.Planning;

/// <summary>A query ready to run: immutable, and shared by all its executions.</summary>
/// <param name="Root">The steps.</param>
/// <param name="Columns">What a row gives, read from the slots that the steps set.</param>
/// <param name="Description">The columns as callers see them.</param>
/// <param name="SlotCount">The number of slots of a frame.</param>
/// <param name="StateCount">The number of places for what an execution keeps.</param>
internal sealed record QueryPlan(Plan Root, Evaluator[] Columns, NqlColumn[] Description, int SlotCount, int StateCount)
{
    /// <summary>For each column whether reading it again costs less than keeping its value.</summary>
    public bool[] IsCheap { get; } = Array.ConvertAll(Columns, static column =>
        column is FieldEvaluator or RowValueEvaluator or ConstantEvaluator or ParameterEvaluator);
}
