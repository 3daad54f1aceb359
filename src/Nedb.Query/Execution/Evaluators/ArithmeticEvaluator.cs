using Nedb.Query.Execution.Batches;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>Arithmetic, bit operations and concatenation of two values; null if either is null.</summary>
/// <param name="operation">Which.</param>
/// <param name="left">What gives the first value.</param>
/// <param name="right">What gives the second value.</param>
/// <param name="isUnsigned">Whether the result is declared to be an uint64.</param>
internal sealed class ArithmeticEvaluator(
    ArithmeticOperation operation, Evaluator left, Evaluator right, bool isUnsigned) : Evaluator
{
    protected internal override bool TryFill(Frame frame, RowBatch batch, Vector vector)
    {
        if (operation is not (ArithmeticOperation.Add or ArithmeticOperation.Subtract or ArithmeticOperation.Multiply))
            return false;
        var first = frame.RentVector();
        var second = frame.RentVector();
        left.Fill(frame, batch, first);
        right.Fill(frame, batch, second);
        if (first.Kind == VectorKind.Doubles && second.Kind == VectorKind.Doubles)
            FillDoubles(first, second, vector);
        else if (!AreIntegers(first) || !AreIntegers(second) || !TryFillIntegers(first, second, vector))
            FillValues(first, second, vector);
        frame.ReturnVector(second);
        frame.ReturnVector(first);
        return true;
    }

    private static bool AreIntegers(Vector vector) => vector is { Kind: VectorKind.Integers, ValueKind: ValueKind.Int64 };

    private void FillDoubles(Vector first, Vector second, Vector vector)
    {
        vector.Reset(VectorKind.Doubles, first.Count);
        SetNulls(first, second, vector);
        var a = first.Doubles;
        var b = second.Doubles;
        var result = vector.Doubles;
        for (var i = 0; i < result.Length; i++)
            result[i] = operation switch
            {
                ArithmeticOperation.Add => a[i] + b[i],
                ArithmeticOperation.Subtract => a[i] - b[i],
                _ => a[i] * b[i],
            };
    }

    // The operands are known by now, and may be what takes the time.
    private void FillValues(Vector first, Vector second, Vector vector)
    {
        vector.Reset(VectorKind.Values, first.Count);
        var result = vector.Values;
        for (var i = 0; i < result.Length; i++)
        {
            var leftValue = first.Get(i);
            var rightValue = second.Get(i);
            result[i] = leftValue.IsNull || rightValue.IsNull
                ? default
                : Arithmetic.Compute(operation, in leftValue, in rightValue, isUnsigned);
        }
    }

    /// <returns>False where a result is none that an int64 can hold, or an uint64 where it is one.</returns>
    private bool TryFillIntegers(Vector first, Vector second, Vector vector)
    {
        vector.Reset(VectorKind.Integers, first.Count);
        SetNulls(first, second, vector);
        var a = first.Integers;
        var b = second.Integers;
        var result = vector.Integers;
        for (var i = 0; i < result.Length; i++)
        {
            long value;
            bool isBeyond;
            switch (operation)
            {
                case ArithmeticOperation.Add:
                    value = unchecked(a[i] + b[i]);
                    isBeyond = ((a[i] ^ value) & (b[i] ^ value)) < 0;
                    break;
                case ArithmeticOperation.Subtract:
                    value = unchecked(a[i] - b[i]);
                    isBeyond = ((a[i] ^ b[i]) & (a[i] ^ value)) < 0;
                    break;
                default:
                    isBeyond = Math.BigMul(a[i], b[i], out value) != value >> 63;
                    break;
            }

            if (isBeyond || (isUnsigned && value < 0))
                return false;
            result[i] = value;
        }

        return true;
    }

    private static void SetNulls(Vector first, Vector second, Vector vector)
    {
        vector.HasNull = first.HasNull || second.HasNull;
        if (!vector.HasNull)
            return;
        for (var i = 0; i < vector.Count; i++)
            vector.Nulls[i] = (first.HasNull && first.Nulls[i]) || (second.HasNull && second.Nulls[i]);
    }

    public override void Evaluate(Frame frame, out NedbValue value)
    {
        left.Evaluate(frame, out var leftValue);
        if (leftValue.IsNull)
        {
            value = default;
            return;
        }

        right.Evaluate(frame, out var rightValue);
        value = rightValue.IsNull ? default : Arithmetic.Compute(operation, in leftValue, in rightValue, isUnsigned);
    }
}
