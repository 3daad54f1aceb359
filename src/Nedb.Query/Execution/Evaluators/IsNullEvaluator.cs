using Nedb.Query.Execution.Batches;

namespace Nedb.Query.Execution.Evaluators;

internal sealed class IsNullEvaluator(Evaluator operand, bool isNegated) : PredicateEvaluator
{
    public override bool EvaluateBoolean(Frame frame)
    {
        operand.Evaluate(frame, out var value);
        return value.IsNull != isNegated;
    }

    public override void Mark(Frame frame, RowBatch batch, Span<bool> marks)
    {
        var vector = frame.RentVector();
        operand.Fill(frame, batch, vector);
        for (var row = 0; row < marks.Length; row++)
            marks[row] = vector.IsNull(row) != isNegated;
        frame.ReturnVector(vector);
    }
}
