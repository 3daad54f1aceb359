using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>Whether a value equals one of a list; null equals null.</summary>
internal sealed class InListEvaluator(Evaluator item, Evaluator[] list, bool isNegated) : PredicateEvaluator
{
    public override bool EvaluateBoolean(Frame frame)
    {
        item.Evaluate(frame, out var value);
        foreach (var candidate in list)
        {
            candidate.Evaluate(frame, out var other);
            if (ValueComparer.Equals(in value, in other))
                return !isNegated;
        }

        return isNegated;
    }
}
