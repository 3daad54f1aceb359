using Nedb.Query.Execution.Batches;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>Whether a value equals one of a list that is constant for the execution, through a hash table made at its first use.</summary>
internal sealed class InSetEvaluator(Evaluator item, Evaluator[] list, bool isNegated, int state) : PredicateEvaluator
{
    public override bool EvaluateBoolean(Frame frame)
    {
        item.Evaluate(frame, out var value);
        return Values(frame).Contains(in value) != isNegated;
    }

    public override void Mark(Frame frame, RowBatch batch, Span<bool> marks) => Values(frame).Mark(frame, batch, item, isNegated, marks);

    private ListedValues Values(Frame frame)
    {
        if (frame.States[state] is ListedValues known)
            return known;
        var values = new ValueTable(1);
        foreach (var candidate in list)
        {
            candidate.Evaluate(frame, out var value);
            values.FindOrAdd(new ReadOnlySpan<NedbValue>(in value), out _);
        }

        var made = new ListedValues(values);
        frame.States[state] = made;
        return made;
    }
}
