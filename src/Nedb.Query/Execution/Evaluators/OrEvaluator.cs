using Nedb.Query.Execution.Batches;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>Any of the conditions. As a value it is C#'s lifted <c>|</c>: true if one is true, else null if one is null.</summary>
internal sealed class OrEvaluator(Evaluator[] operands) : Evaluator
{
    public override bool EvaluateBoolean(Frame frame)
    {
        foreach (var operand in operands)
            if (operand.EvaluateBoolean(frame))
                return true;
        return false;
    }

    public override void Mark(Frame frame, RowBatch batch, Span<bool> marks)
    {
        operands[0].Mark(frame, batch, marks);
        foreach (var operand in operands.AsSpan(1))
            // What is true already is not asked again.
            operand.MarkSome(frame, batch, marks, ofMarked: false);
    }

    public override void Evaluate(Frame frame, out NedbValue value)
    {
        var hasNull = false;
        foreach (var operand in operands)
        {
            operand.Evaluate(frame, out value);
            if (value.IsNull)
                hasNull = true;
            else if (operand.EvaluateBoolean(frame))
                return;
        }

        value = hasNull ? default : NedbValue.False;
    }
}
