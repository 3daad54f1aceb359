using Nedb.Query.Execution;
using Nedb.Query.Execution.Evaluators;
using Nedb.Storage.Views;

namespace Nedb.Query.Planning;

/// <summary>A query ready to run: immutable, and shared by all its executions.</summary>
/// <param name="Root">The steps.</param>
/// <param name="Columns">What a row gives, read from the slots that the steps set.</param>
/// <param name="Description">The columns as callers see them.</param>
/// <param name="SlotCount">The number of slots of a frame.</param>
/// <param name="StateCount">The number of places for what an execution keeps.</param>
internal sealed record QueryPlan(Plan Root, Evaluator[] Columns, NqlColumn[] Description, int SlotCount, int StateCount)
{
    /// <summary>The queries that expressions of it ask, for EXPLAIN. What was compiled twice is in it twice.</summary>
    public SubqueryPlan[] Subqueries { get; init; } = [];

    /// <summary>For each column whether reading it again costs less than keeping its value.</summary>
    public bool[] IsCheap { get; } = Array.ConvertAll(Columns, static column =>
        column is FieldEvaluator or RowValueEvaluator or ConstantEvaluator or ParameterEvaluator);

    /// <summary>The slot that most columns read fields of; -1 where none does.</summary>
    public int FieldSlot { get; } = FindFieldSlot(Columns, SlotCount);

    /// <summary>For each column the field of the document in <see cref="FieldSlot"/> that it is.</summary>
    public RowFields Fields => field ??= new(Array.ConvertAll(
        Columns, column => column is FieldEvaluator read && read.Slot == FieldSlot ? read.FieldId : 0));

    /// <summary>For each column whether it is read from other slots, or from none.</summary>
    public bool[] IsBeside { get; } = AreBeside(Columns, FindFieldSlot(Columns, SlotCount));

    /// <summary>Whether of that document no column needs anything but fields, and so not the document itself.</summary>
    public bool HasOnlyFields { get; } = FindFieldSlot(Columns, SlotCount) is >= 0 and var slot
        && AreBeside(Columns, slot).Zip(Columns).All(static column => column.First || column.Second is FieldEvaluator);

    private static bool[] AreBeside(Evaluator[] columns, int slot) => Array.ConvertAll(columns, column => column switch
    {
        FieldEvaluator read => read.Slot != slot,
        RowValueEvaluator read => read.Slot != slot,
        _ => column is ConstantEvaluator or ParameterEvaluator,
    });

    private static int FindFieldSlot(Evaluator[] columns, int slotCount)
    {
        Span<int> counts = slotCount <= 64 ? stackalloc int[slotCount] : new int[slotCount];
        var most = -1;
        foreach (var column in columns)
            if (column is FieldEvaluator read && ++counts[read.Slot] > (most < 0 ? 0 : counts[most]))
                most = read.Slot;
        return most;
    }
}
