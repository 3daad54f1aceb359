using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>Arithmetic, bit operations and concatenation of two values; null if either is null.</summary>
internal sealed class ArithmeticEvaluator(ArithmeticOperation operation, Evaluator left, Evaluator right) : Evaluator
{
    public override void Evaluate(Frame frame, out NedbValue value)
    {
        left.Evaluate(frame, out var leftValue);
        if (leftValue.IsNull)
        {
            value = default;
            return;
        }

        right.Evaluate(frame, out var rightValue);
        value = rightValue.IsNull ? default : Arithmetic.Compute(operation, in leftValue, in rightValue);
    }
}
