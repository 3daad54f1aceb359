using System.Runtime.CompilerServices;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>A column of the computed row in a slot.</summary>
internal sealed class RowValueEvaluator(int slot, int ordinal) : Evaluator
{
    /// <summary>The slot.</summary>
    public int Slot => slot;

    public override void Evaluate(Frame frame, out NedbValue value) =>
        value = frame.Slots[slot] is { } row ? Unsafe.As<NedbValue[]>(row)[ordinal] : default;
}
