using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>The opposite of a condition. As a value it is C#'s lifted <c>!</c>: null of null.</summary>
internal sealed class NotEvaluator(Evaluator operand) : Evaluator
{
    public override bool EvaluateBoolean(Frame frame) => !operand.EvaluateBoolean(frame);

    public override void Evaluate(Frame frame, out NedbValue value)
    {
        operand.Evaluate(frame, out value);
        if (!value.IsNull)
            value = NedbValue.FromBoolean(!operand.EvaluateBoolean(frame));
    }
}
