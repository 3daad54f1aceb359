using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

internal sealed class ComplementEvaluator(Evaluator operand, bool isUnsigned) : Evaluator
{
    public override void Evaluate(Frame frame, out NedbValue value)
    {
        operand.Evaluate(frame, out value);
        value = Arithmetic.Complement(in value, isUnsigned);
    }
}
