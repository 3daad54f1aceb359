using Nedb.Query.Execution.Batches;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>A comparison of two integers that stay in registers; anything that turns out not to be one is compared as a value.</summary>
internal sealed class CompareInt64Evaluator(Comparison comparison, Evaluator left, Evaluator right, bool nullsMatch) : PredicateEvaluator
{
    private readonly CompareEvaluator _general = new(comparison, left, right, nullsMatch);

    public override bool EvaluateBoolean(Frame frame)
    {
        if (!left.TryEvaluateInt64(frame, out var leftValue) || !right.TryEvaluateInt64(frame, out var rightValue))
            return _general.EvaluateBoolean(frame);
        return Holds(leftValue, rightValue);
    }

    public override void Mark(Frame frame, RowBatch batch, Span<bool> marks)
    {
        var first = frame.RentVector();
        var second = frame.RentVector();
        left.Fill(frame, batch, first);
        right.Fill(frame, batch, second);
        if (AreIntegers(first) && AreIntegers(second))
            MarkIntegers(first, second, marks);
        else
            _general.MarkAll(first, second, marks);
        frame.ReturnVector(second);
        frame.ReturnVector(first);
    }

    private static bool AreIntegers(Vector vector) => vector is { Kind: VectorKind.Integers, ValueKind: ValueKind.Int64 };

    private void MarkIntegers(Vector first, Vector second, Span<bool> marks)
    {
        var leftValues = first.Integers;
        var rightValues = second.Integers;
        var hasNull = first.HasNull || second.HasNull;
        for (var row = 0; row < marks.Length; row++)
        {
            var isNullLeft = hasNull && first.HasNull && first.Nulls[row];
            var isNullRight = hasNull && second.HasNull && second.Nulls[row];
            marks[row] = isNullLeft || isNullRight
                ? comparison == Comparison.NotEqual ? isNullLeft != isNullRight
                    : comparison == Comparison.Equal && isNullLeft && isNullRight && nullsMatch
                : Holds(leftValues[row], rightValues[row]);
        }
    }

    private bool Holds(long leftValue, long rightValue) => comparison switch
    {
        Comparison.Equal => leftValue == rightValue,
        Comparison.NotEqual => leftValue != rightValue,
        Comparison.Less => leftValue < rightValue,
        Comparison.LessOrEqual => leftValue <= rightValue,
        Comparison.Greater => leftValue > rightValue,
        _ => leftValue >= rightValue,
    };
}
