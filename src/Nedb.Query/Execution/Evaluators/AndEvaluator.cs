using Nedb.Query.Execution.Batches;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>All of the conditions. As a value it is C#'s lifted <c>&amp;</c>: false if one is false, else null if one is null.</summary>
internal sealed class AndEvaluator(Evaluator[] operands) : Evaluator
{
    /// <summary>The conditions.</summary>
    public Evaluator[] Operands => operands;

    public override bool EvaluateBoolean(Frame frame)
    {
        foreach (var operand in operands)
            if (!operand.EvaluateBoolean(frame))
                return false;
        return true;
    }

    public override void Mark(Frame frame, RowBatch batch, Span<bool> marks)
    {
        operands[0].Mark(frame, batch, marks);
        foreach (var operand in operands.AsSpan(1))
            operand.MarkSome(frame, batch, marks, ofMarked: true);
    }

    public override void Evaluate(Frame frame, out NedbValue value)
    {
        var hasNull = false;
        foreach (var operand in operands)
        {
            operand.Evaluate(frame, out value);
            // The value comes first: as a condition the opposite of null holds.
            if (value.IsNull)
                hasNull = true;
            else if (!operand.EvaluateBoolean(frame))
                return;
        }

        value = hasNull ? default : NedbValue.True;
    }
}
