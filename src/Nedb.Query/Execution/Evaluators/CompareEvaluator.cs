namespace Nedb.Query.Execution.Evaluators;

/// <summary>A comparison of any two values. With <c>nullsMatch</c> false, as in the ON of a join, null equals nothing, not even
/// null.</summary>
internal sealed class CompareEvaluator(Comparison comparison, Evaluator left, Evaluator right, bool nullsMatch) : PredicateEvaluator
{
    public override bool EvaluateBoolean(Frame frame)
    {
        left.Evaluate(frame, out var leftValue);
        right.Evaluate(frame, out var rightValue);
        if (!nullsMatch && leftValue.IsNull && rightValue.IsNull)
            return false;
        return Comparisons.Holds(comparison, in leftValue, in rightValue);
    }
}
