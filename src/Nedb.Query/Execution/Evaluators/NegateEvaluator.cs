using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

internal sealed class NegateEvaluator(Evaluator operand) : Evaluator
{
    public override void Evaluate(Frame frame, out NedbValue value)
    {
        operand.Evaluate(frame, out value);
        value = Arithmetic.Negate(in value);
    }
}
