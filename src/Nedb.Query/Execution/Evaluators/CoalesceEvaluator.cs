using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>The first value that is not null.</summary>
internal sealed class CoalesceEvaluator(Evaluator[] operands) : Evaluator
{
    public override void Evaluate(Frame frame, out NedbValue value)
    {
        value = default;
        foreach (var operand in operands)
        {
            operand.Evaluate(frame, out value);
            if (!value.IsNull)
                return;
        }
    }
}
