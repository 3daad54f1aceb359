namespace Nedb.Query.Execution.Evaluators;

/// <summary>A comparison of two integers that stay in registers; anything that turns out not to be one is compared as a value.</summary>
internal sealed class CompareInt64Evaluator(Comparison comparison, Evaluator left, Evaluator right, bool nullsMatch) : PredicateEvaluator
{
    private readonly CompareEvaluator _general = new(comparison, left, right, nullsMatch);

    public override bool EvaluateBoolean(Frame frame)
    {
        if (!left.TryEvaluateInt64(frame, out var leftValue) || !right.TryEvaluateInt64(frame, out var rightValue))
            return _general.EvaluateBoolean(frame);
        return comparison switch
        {
            Comparison.Equal => leftValue == rightValue,
            Comparison.NotEqual => leftValue != rightValue,
            Comparison.Less => leftValue < rightValue,
            Comparison.LessOrEqual => leftValue <= rightValue,
            Comparison.Greater => leftValue > rightValue,
            _ => leftValue >= rightValue,
        };
    }
}
