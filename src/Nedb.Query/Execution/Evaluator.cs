using Nedb.Query.Diagnostics;
using Nedb.Query.Execution.Batches;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution;

/// <summary>
/// A compiled expression: immutable and shared by all executions. Compiling to small objects instead of IL keeps the first execution as
/// cheap as the
/// thousandth. The typed methods avoid building values; they are called where the static type promises that kind, and fall back to the
/// general one.
/// </summary>
internal abstract class Evaluator
{
    public abstract void Evaluate(Frame frame, out NedbValue value);

    /// <summary>The expression as a condition, which has two values: null is false.</summary>
    public virtual bool EvaluateBoolean(Frame frame)
    {
        Evaluate(frame, out var value);
        if (value.Kind == ValueKind.Boolean)
            return value.AsBoolean();
        if (value.IsNull)
            return false;
        throw new NqlException(NqlErrorCode.TypeMismatch, $"A condition must be true or false; found {value}.");
    }

    /// <returns>Whether the value is an <see cref="ValueKind.Int64"/>.</returns>
    public virtual bool TryEvaluateInt64(Frame frame, out long result)
    {
        Evaluate(frame, out var value);
        result = value.AsInt64();
        return value.Kind == ValueKind.Int64;
    }

    /// <summary>Computes the values for all rows of a batch.</summary>
    public void Fill(Frame frame, RowBatch batch, Vector vector)
    {
        if (TryFill(frame, batch, vector))
            return;
        vector.Reset(VectorKind.Values, batch.Count);
        var values = vector.Values;
        for (var row = 0; row < values.Length; row++)
        {
            batch.Restore(frame, row);
            Evaluate(frame, out values[row]);
        }
    }

    /// <summary>Marks the rows of a batch for which the expression is true.</summary>
    public virtual void Mark(Frame frame, RowBatch batch, Span<bool> marks)
    {
        for (var row = 0; row < marks.Length; row++)
        {
            batch.Restore(frame, row);
            marks[row] = EvaluateBoolean(frame);
        }
    }

    /// <summary>As <see cref="Mark"/>, of some of the rows: marks of others stay as they are.</summary>
    /// <param name="frame">The state of the execution.</param>
    /// <param name="batch">The rows.</param>
    /// <param name="marks">Which rows are marked.</param>
    /// <param name="ofMarked">Whether those that are marked are asked; otherwise the others.</param>
    public void MarkSome(Frame frame, RowBatch batch, Span<bool> marks, bool ofMarked)
    {
        var asked = marks.Count(ofMarked);
        if (asked == marks.Length)
        {
            Mark(frame, batch, marks);
            return;
        }

        if (asked == 0)
            return;
        Span<bool> found = stackalloc bool[asked];
        Mark(frame, batch.Only(marks, ofMarked), found);
        var next = 0;
        foreach (ref var mark in marks)
            if (mark == ofMarked)
                mark = found[next++];
    }

    /// <summary>Computes the values for all rows of a batch together, where there is a way that costs less than computing each.</summary>
    /// <returns>Whether there is; otherwise the vector holds nothing that counts.</returns>
    protected internal virtual bool TryFill(Frame frame, RowBatch batch, Vector vector) => false;

    public NedbValue Get(Frame frame)
    {
        Evaluate(frame, out var value);
        return value;
    }
}
