using Nedb.Query.Diagnostics;
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

    public NedbValue Get(Frame frame)
    {
        Evaluate(frame, out var value);
        return value;
    }
}
