using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

internal sealed class ParameterEvaluator(int index) : Evaluator
{
    public override void Evaluate(Frame frame, out NedbValue value) => value = frame.Parameters[index];
}
