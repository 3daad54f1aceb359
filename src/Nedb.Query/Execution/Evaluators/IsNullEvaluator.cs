namespace Nedb.Query.Execution.Evaluators;

internal sealed class IsNullEvaluator(Evaluator operand, bool isNegated) : PredicateEvaluator
{
    public override bool EvaluateBoolean(Frame frame)
    {
        operand.Evaluate(frame, out var value);
        return value.IsNull != isNegated;
    }
}
