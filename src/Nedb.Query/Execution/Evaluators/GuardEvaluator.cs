using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>A column of a derived table under an outer join: null where the join found no row, whatever the expression gives.</summary>
internal sealed class GuardEvaluator(int[] slots, Evaluator inner) : Evaluator
{
    public override void Evaluate(Frame frame, out NedbValue value)
    {
        foreach (var slot in slots)
            if (frame.Slots[slot] is not null)
            {
                inner.Evaluate(frame, out value);
                return;
            }

        value = default;
    }
}
