using Nedb.Query.Execution.Batches;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>The opposite of a condition. As a value it is C#'s lifted <c>!</c>: null of null.</summary>
internal sealed class NotEvaluator(Evaluator operand) : Evaluator
{
    public override bool EvaluateBoolean(Frame frame) => !operand.EvaluateBoolean(frame);

    public override void Mark(Frame frame, RowBatch batch, Span<bool> marks)
    {
        operand.Mark(frame, batch, marks);
        foreach (ref var mark in marks)
            mark = !mark;
    }

    public override void Evaluate(Frame frame, out NedbValue value)
    {
        operand.Evaluate(frame, out value);
        if (!value.IsNull)
            value = NedbValue.FromBoolean(!operand.EvaluateBoolean(frame));
    }
}
