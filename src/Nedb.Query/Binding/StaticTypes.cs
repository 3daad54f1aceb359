using Nedb.Query.Execution;
using Nedb.Query.Functions;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.Query.Binding;

/// <summary>What is known of the types of expressions before any row is read.</summary>
internal static class StaticTypes
{
    public static FieldType Boolean { get; } = new(FieldKind.Boolean);

    public static FieldType Int64 { get; } = new(FieldKind.Int64);

    public static FieldType String { get; } = new(FieldKind.String);

    /// <summary>The type of a value.</summary>
    public static FieldType Of(in NedbValue value) => new(value.Kind switch
    {
        ValueKind.Boolean => FieldKind.Boolean,
        ValueKind.Int64 => value.AsInt64() is >= int.MinValue and <= int.MaxValue ? FieldKind.Int32 : FieldKind.Int64,
        ValueKind.UInt64 => FieldKind.UInt64,
        ValueKind.Double => FieldKind.Double,
        ValueKind.Decimal => FieldKind.Decimal,
        ValueKind.String => FieldKind.String,
        ValueKind.Bytes => FieldKind.Bytes,
        ValueKind.Guid => FieldKind.Guid,
        ValueKind.Date => FieldKind.Date,
        ValueKind.Time => FieldKind.Time,
        ValueKind.Timestamp => FieldKind.Timestamp,
        ValueKind.TimestampOffset => FieldKind.TimestampOffset,
        ValueKind.Duration => FieldKind.Duration,
        ValueKind.Array => FieldKind.Array,
        ValueKind.Object => FieldKind.Object,
        _ => FieldKind.Any,
    });

    /// <summary>Which kinds of values a known type has.</summary>
    public static ArgumentKinds KindsOf(FieldType type) => type.Kind switch
    {
        FieldKind.Boolean => ArgumentKinds.Boolean,
        >= FieldKind.Int8 and <= FieldKind.UInt64 => ArgumentKinds.Integer,
        FieldKind.Single or FieldKind.Double or FieldKind.Decimal => ArgumentKinds.Number,
        FieldKind.String => ArgumentKinds.Text,
        FieldKind.Bytes => ArgumentKinds.Bytes,
        FieldKind.Guid => ArgumentKinds.Guid,
        FieldKind.Date => ArgumentKinds.Date,
        FieldKind.Time => ArgumentKinds.Time,
        FieldKind.Timestamp => ArgumentKinds.Timestamp,
        FieldKind.TimestampOffset => ArgumentKinds.Instant,
        FieldKind.Duration => ArgumentKinds.Duration,
        FieldKind.Array => ArgumentKinds.Array,
        FieldKind.Object => ArgumentKinds.Object,
        _ => ArgumentKinds.Any,
    };

    public static bool IsInteger(FieldType type) => type.Kind is >= FieldKind.Int8 and <= FieldKind.UInt64;

    /// <summary>Whether every value is stored as a signed 64-bit integer.</summary>
    public static bool IsInt64(FieldType type) => type.Kind is >= FieldKind.Int8 and <= FieldKind.UInt32;

    public static bool IsNumber(FieldType type) => type.Kind is >= FieldKind.Int8 and <= FieldKind.Decimal;

    public static bool IsKnown(FieldType type) => type.Kind is not (FieldKind.Any or FieldKind.Json);

    /// <summary>Whether values of both types can be equal or in order: unknown types can, and numbers of all kinds.</summary>
    public static bool AreComparable(FieldType left, FieldType right) =>
        !IsKnown(left) || !IsKnown(right) || left.Kind == right.Kind || (IsNumber(left) && IsNumber(right));

    /// <summary>The type that holds values of both.</summary>
    public static FieldType Common(FieldType left, FieldType right)
    {
        if (left == right || right.Kind == FieldKind.Any)
            return left;
        if (left.Kind == FieldKind.Any)
            return right;
        if (left.Kind == right.Kind)
            return new(left.Kind);
        return IsNumber(left) && IsNumber(right) ? OfArithmetic(left, right) : default;
    }

    /// <summary>The type of C#'s arithmetic on both.</summary>
    public static FieldType OfArithmetic(FieldType left, FieldType right)
    {
        if (!IsNumber(left) || !IsNumber(right))
            return default;
        if (left.Kind == FieldKind.Double || right.Kind == FieldKind.Double)
            return new(FieldKind.Double);
        if (left.Kind == FieldKind.Decimal || right.Kind == FieldKind.Decimal)
            return new(FieldKind.Decimal);
        if (left.Kind == FieldKind.Single || right.Kind == FieldKind.Single)
            return left.Kind == right.Kind ? left : new(FieldKind.Double);
        if (left.Kind == FieldKind.UInt64 || right.Kind == FieldKind.UInt64)
            return new(FieldKind.UInt64);
        var isWide = left.Kind is FieldKind.Int64 or FieldKind.UInt32 || right.Kind is FieldKind.Int64 or FieldKind.UInt32;
        return new(isWide ? FieldKind.Int64 : FieldKind.Int32);
    }

    /// <summary>The type of what was computed in 64 bits, as integers are: it need not fit the 32 bits of what it came of.</summary>
    public static FieldType Widened(FieldType type) => type.Kind == FieldKind.Int32 ? Int64 : type;

    private static bool CanWiden(ArithmeticOperation operation) => operation is ArithmeticOperation.Add or ArithmeticOperation.Subtract
        or ArithmeticOperation.Multiply or ArithmeticOperation.Divide or ArithmeticOperation.ShiftLeft;

    /// <summary>The type of an operation on both, by which what it gives can be read.</summary>
    public static FieldType OfOperation(ArithmeticOperation operation, FieldType left, FieldType right)
    {
        if (operation == ArithmeticOperation.Concat)
            return left.Kind is FieldKind.Bytes or FieldKind.Array ? left : String;
        if (IsNumber(left) && IsNumber(right))
            return CanWiden(operation) ? Widened(OfArithmetic(left, right)) : OfArithmetic(left, right);
        return (left.Kind, operation, right.Kind) switch
        {
            (FieldKind.String, ArithmeticOperation.Add, FieldKind.String) => String,
            (FieldKind.Boolean, _, FieldKind.Boolean) => Boolean,
            (FieldKind.Timestamp or FieldKind.TimestampOffset or FieldKind.Time, _, FieldKind.Duration) => left,
            (FieldKind.Duration, ArithmeticOperation.Add, FieldKind.Timestamp or FieldKind.TimestampOffset) => right,
            (FieldKind.Timestamp, ArithmeticOperation.Subtract, FieldKind.Timestamp) => new(FieldKind.Duration),
            (FieldKind.TimestampOffset, ArithmeticOperation.Subtract, FieldKind.TimestampOffset) => new(FieldKind.Duration),
            (FieldKind.Time, ArithmeticOperation.Subtract, FieldKind.Time) => new(FieldKind.Duration),
            (FieldKind.Date, ArithmeticOperation.Subtract, FieldKind.Date) => new(FieldKind.Duration),
            (FieldKind.Duration, ArithmeticOperation.Divide, FieldKind.Duration) => new(FieldKind.Double),
            (FieldKind.Duration, _, _) => left,
            (_, ArithmeticOperation.Multiply, FieldKind.Duration) => right,
            _ => default,
        };
    }
}
