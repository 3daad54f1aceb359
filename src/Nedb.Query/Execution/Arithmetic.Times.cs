using Nedb.Query.Diagnostics;
using Nedb.Query.Types;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution;

/// <content>Dates, times, durations, booleans and concatenation.</content>
internal static partial class Arithmetic
{
    /// <summary>As it is written in NQL.</summary>
    public static string Sign(ArithmeticOperation operation) => operation switch
    {
        ArithmeticOperation.Add => "+",
        ArithmeticOperation.Subtract => "-",
        ArithmeticOperation.Multiply => "*",
        ArithmeticOperation.Divide => "/",
        ArithmeticOperation.Modulo => "%",
        ArithmeticOperation.BitAnd => "&",
        ArithmeticOperation.BitOr => "|",
        ArithmeticOperation.BitXor => "^",
        ArithmeticOperation.ShiftLeft => "<<",
        ArithmeticOperation.ShiftRight => ">>",
        _ => "||",
    };

    private static NqlException Mismatch(ArithmeticOperation operation, in NedbValue left, in NedbValue right) =>
        new(NqlErrorCode.TypeMismatch, $"{Sign(operation)} cannot be applied to {left} and {right}.");

    private static NedbValue ComputeTimes(ArithmeticOperation operation, in NedbValue left, in NedbValue right)
    {
        try
        {
            return (left.Kind, operation, right.Kind) switch
            {
                (ValueKind.Timestamp, ArithmeticOperation.Add, ValueKind.Duration) =>
                    NedbValue.FromTimestamp(left.AsTimestamp() + right.AsDuration()),
                (ValueKind.Duration, ArithmeticOperation.Add, ValueKind.Timestamp) =>
                    NedbValue.FromTimestamp(right.AsTimestamp() + left.AsDuration()),
                (ValueKind.Timestamp, ArithmeticOperation.Subtract, ValueKind.Duration) =>
                    NedbValue.FromTimestamp(left.AsTimestamp() - right.AsDuration()),
                (ValueKind.Timestamp, ArithmeticOperation.Subtract, ValueKind.Timestamp) =>
                    NedbValue.FromDuration(left.AsTimestamp() - right.AsTimestamp()),
                (ValueKind.TimestampOffset, ArithmeticOperation.Add, ValueKind.Duration) =>
                    NedbValue.FromTimestampOffset(left.AsTimestampOffset() + right.AsDuration()),
                (ValueKind.Duration, ArithmeticOperation.Add, ValueKind.TimestampOffset) =>
                    NedbValue.FromTimestampOffset(right.AsTimestampOffset() + left.AsDuration()),
                (ValueKind.TimestampOffset, ArithmeticOperation.Subtract, ValueKind.Duration) =>
                    NedbValue.FromTimestampOffset(left.AsTimestampOffset() - right.AsDuration()),
                (ValueKind.TimestampOffset, ArithmeticOperation.Subtract, ValueKind.TimestampOffset) =>
                    NedbValue.FromDuration(left.AsTimestampOffset() - right.AsTimestampOffset()),
                (ValueKind.Time, ArithmeticOperation.Add, ValueKind.Duration) => NedbValue.FromTime(left.AsTime().Add(right.AsDuration())),
                (ValueKind.Time, ArithmeticOperation.Subtract, ValueKind.Duration) =>
                    NedbValue.FromTime(left.AsTime().Add(-right.AsDuration())),
                (ValueKind.Time, ArithmeticOperation.Subtract, ValueKind.Time) => NedbValue.FromDuration(left.AsTime() - right.AsTime()),
                (ValueKind.Date, ArithmeticOperation.Subtract, ValueKind.Date) =>
                    NedbValue.FromDuration(TimeSpan.FromDays(left.AsDate().DayNumber - right.AsDate().DayNumber)),
                _ => ComputeDurations(operation, in left, in right),
            };
        }
        catch (Exception inner) when (inner is OverflowException or ArgumentException) // the latter where a duration meets a NaN
        {
            throw new NqlException(
                NqlErrorCode.ValueInvalid, $"The result of {left} {Sign(operation)} {right} lies outside of what that type can hold.",
                    inner: inner);
        }
    }

    private static NedbValue ComputeDurations(ArithmeticOperation operation, in NedbValue left, in NedbValue right) =>
        (left.Kind, operation, right.Kind) switch
        {
            (ValueKind.Duration, ArithmeticOperation.Add, ValueKind.Duration) =>
                NedbValue.FromDuration(left.AsDuration() + right.AsDuration()),
            (ValueKind.Duration, ArithmeticOperation.Subtract, ValueKind.Duration) =>
                NedbValue.FromDuration(left.AsDuration() - right.AsDuration()),
            (ValueKind.Duration, ArithmeticOperation.Divide, ValueKind.Duration) =>
                NedbValue.FromDouble(left.AsDuration() / right.AsDuration()),
            (ValueKind.Duration, ArithmeticOperation.Multiply, _) when right.IsNumber =>
                NedbValue.FromDuration(left.AsDuration() * ToDouble(in right)),
            (_, ArithmeticOperation.Multiply, ValueKind.Duration) when left.IsNumber =>
                NedbValue.FromDuration(right.AsDuration() * ToDouble(in left)),
            (ValueKind.Duration, ArithmeticOperation.Divide, _) when right.IsNumber =>
                NedbValue.FromDuration(left.AsDuration() / ToDouble(in right)),
            (ValueKind.Boolean, ArithmeticOperation.BitAnd, ValueKind.Boolean) =>
                NedbValue.FromBoolean(left.AsBoolean() & right.AsBoolean()),
            (ValueKind.Boolean, ArithmeticOperation.BitOr, ValueKind.Boolean) =>
                NedbValue.FromBoolean(left.AsBoolean() | right.AsBoolean()),
            (ValueKind.Boolean, ArithmeticOperation.BitXor, ValueKind.Boolean) =>
                NedbValue.FromBoolean(left.AsBoolean() ^ right.AsBoolean()),
            _ => throw Mismatch(operation, in left, in right),
        };

    private static NedbValue NegateDuration(in NedbValue value) => value.AsDuration() != TimeSpan.MinValue
        ? NedbValue.FromDuration(-value.AsDuration())
        : throw new NqlException(NqlErrorCode.ValueInvalid, $"The result of -{value} lies outside of what a duration can hold.");

    private static NedbValue Concat(in NedbValue left, in NedbValue right)
    {
        switch (left.Kind, right.Kind)
        {
            case (ValueKind.String, ValueKind.String):
                return NedbValue.FromString(left.AsString() + right.AsString());
            case (ValueKind.Bytes, ValueKind.Bytes):
                return NedbValue.FromBytes([.. left.AsBytes(), .. right.AsBytes()]);
            case (ValueKind.Array, ValueKind.Array):
                return NedbValue.FromArray(new([.. left.AsArray().Items, .. right.AsArray().Items]));
            case (ValueKind.String, _) or (_, ValueKind.String):
                return NedbValue.FromString(Casts.ToText(in left) + Casts.ToText(in right));
            default:
                throw Mismatch(ArithmeticOperation.Concat, in left, in right);
        }
    }
}
