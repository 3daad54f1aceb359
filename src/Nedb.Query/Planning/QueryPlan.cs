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
    /// <summary>For each column whether reading it again costs less than keeping its value.</summary>
    public bool[] IsCheap { get; } = Array.ConvertAll(Columns, static column =>
        column is FieldEvaluator or RowValueEvaluator or ConstantEvaluator or ParameterEvaluator);

    /// <summary>The slot that most columns read fields of; -1 where none does.</summary>
    public int FieldSlot { get; } = FindFieldSlot(Columns, SlotCount);

    /// <summary>For each column the field of the document in <see cref="FieldSlot"/> that it is.</summary>
    public RowFields Fields => field ??= new(Array.ConvertAll(
        Columns, column => column is FieldEvaluator read && read.Slot == FieldSlot ? read.FieldId : 0));

    /// <summary>Whether all columns are fields of that document, and not even the document itself is needed.</summary>
    public bool HasOnlyFields { get; } = Columns is [FieldEvaluator first, ..]
        && Array.TrueForAll(Columns, column => column is FieldEvaluator read && read.Slot == first.Slot);

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
