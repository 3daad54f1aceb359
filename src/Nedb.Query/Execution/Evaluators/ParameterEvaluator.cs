using Nedb.Query.Execution.Batches;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

internal sealed class ParameterEvaluator(int index) : Evaluator
{
    public override void Evaluate(Frame frame, out NedbValue value) => value = frame.Parameters[index];

    protected internal override bool TryFill(Frame frame, RowBatch batch, Vector vector) =>
        ConstantEvaluator.FillConstant(in frame.Parameters[index], batch, vector);
}
