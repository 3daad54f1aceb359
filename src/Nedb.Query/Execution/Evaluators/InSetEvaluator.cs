using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>Whether a value equals one of a list that is constant for the execution, through a hash table made at its first use.</summary>
internal sealed class InSetEvaluator(Evaluator item, Evaluator[] list, bool isNegated, int state) : PredicateEvaluator
{
    public override bool EvaluateBoolean(Frame frame)
    {
        var set = (ValueTable?)frame.States[state] ?? Fill(frame);
        item.Evaluate(frame, out var value);
        return set.Find(new ReadOnlySpan<NedbValue>(in value)) >= 0 != isNegated;
    }

    private ValueTable Fill(Frame frame)
    {
        var set = new ValueTable(1);
        foreach (var candidate in list)
        {
            candidate.Evaluate(frame, out var value);
            set.FindOrAdd(new ReadOnlySpan<NedbValue>(in value), out _);
        }

        frame.States[state] = set;
        return set;
    }
}
