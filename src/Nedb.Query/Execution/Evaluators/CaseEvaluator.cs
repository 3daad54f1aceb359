using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>The result of the first condition that is true.</summary>
internal sealed class CaseEvaluator(Evaluator[] conditions, Evaluator[] results, Evaluator? otherwise) : Evaluator
{
    public override void Evaluate(Frame frame, out NedbValue value)
    {
        if (Choose(frame) is { } chosen)
            chosen.Evaluate(frame, out value);
        else
            value = default;
    }

    public override bool EvaluateBoolean(Frame frame) => Choose(frame)?.EvaluateBoolean(frame) ?? false;

    private Evaluator? Choose(Frame frame)
    {
        for (var i = 0; i < conditions.Length; i++)
            if (conditions[i].EvaluateBoolean(frame))
                return results[i];
        return otherwise;
    }
}
