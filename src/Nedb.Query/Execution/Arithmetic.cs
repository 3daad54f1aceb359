using Nedb.Query.Diagnostics;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution;

/// <summary>
/// C#'s arithmetic over values: integers divide towards zero and the remainder has the sign of the dividend; a decimal makes the result
/// decimal, a binary
/// floating-point number makes it that. Integers are computed in 128 bits: signed ones give an int64, what is declared to be an uint64
/// gives one, and a result beyond that is an error instead of a wrong number, or one of another type than was promised.
/// </summary>
internal static partial class Arithmetic
{
    /// <summary>Computes.</summary>
    /// <param name="operation">What.</param>
    /// <param name="left">The first value.</param>
    /// <param name="right">The second value.</param>
    /// <param name="isUnsigned">
    /// Whether the result is declared to be an uint64. A value does not tell: small ones are the same as signed integers.
    /// </param>
    public static NedbValue Compute(
        ArithmeticOperation operation, in NedbValue left, in NedbValue right, bool isUnsigned = false)
    {
        if (isUnsigned && IsInteger(in left) && IsInteger(in right))
            return ComputeUnsigned(operation, in left, in right);
        if (left.Kind == ValueKind.Int64 && right.Kind == ValueKind.Int64)
            return ComputeIntegers(operation, left.AsInt64(), right.AsInt64());
        if (operation == ArithmeticOperation.Concat)
            return Concat(in left, in right);
        if (left.IsNumber && right.IsNumber)
            return ComputeNumbers(operation, in left, in right);
        return left.Kind == ValueKind.String && right.Kind == ValueKind.String && operation == ArithmeticOperation.Add
            ? NedbValue.FromString(left.AsString() + right.AsString())
            : ComputeTimes(operation, in left, in right);
    }

    public static NedbValue Negate(in NedbValue value) => value.Kind switch
    {
        ValueKind.Null => default,
        ValueKind.Double => NedbValue.FromDouble(-value.AsDouble()),
        ValueKind.Decimal => NedbValue.FromDecimal(-value.AsDecimal()),
        ValueKind.Duration => NegateDuration(in value),
        ValueKind.Int64 or ValueKind.UInt64 => Signed(-ToInt128(in value)),
        ValueKind.Boolean => NedbValue.FromBoolean(!value.AsBoolean()),
        _ => throw new NqlException(NqlErrorCode.TypeMismatch, $"A number or a duration can be negated; found {value}."),
    };

    /// <summary>All bits turned round.</summary>
    /// <param name="value">The value.</param>
    /// <param name="isUnsigned">As in <see cref="Compute"/>.</param>
    public static NedbValue Complement(in NedbValue value, bool isUnsigned) => value.Kind switch
    {
        ValueKind.Null => default,
        ValueKind.Int64 when isUnsigned => NedbValue.FromUInt64(~value.AsUInt64()),
        ValueKind.Int64 => NedbValue.FromInt64(~value.AsInt64()),
        ValueKind.UInt64 => NedbValue.FromUInt64(~value.AsUInt64()),
        ValueKind.Boolean => NedbValue.FromBoolean(!value.AsBoolean()),
        _ => throw new NqlException(NqlErrorCode.TypeMismatch, $"~ needs an integer; found {value}."),
    };

    /// <summary>A number as binary floating-point.</summary>
    public static double ToDouble(in NedbValue value) => value.Kind switch
    {
        ValueKind.Int64 => value.AsInt64(),
        ValueKind.UInt64 => value.AsUInt64(),
        ValueKind.Double => value.AsDouble(),
        ValueKind.Decimal => (double)value.AsDecimal(),
        _ => throw new NqlException(NqlErrorCode.TypeMismatch, $"A number is needed; found {value}."),
    };

    /// <summary>A number as decimal.</summary>
    public static decimal ToDecimal(in NedbValue value)
    {
        switch (value.Kind)
        {
            case ValueKind.Int64:
                return value.AsInt64();
            case ValueKind.UInt64:
                return value.AsUInt64();
            case ValueKind.Decimal:
                return value.AsDecimal();
            case ValueKind.Double:
                try
                {
                    return (decimal)value.AsDouble();
                }
                catch (OverflowException inner)
                {
                    throw new NqlException(NqlErrorCode.ValueInvalid, $"{value} does not fit a decimal.", inner: inner);
                }

            default:
                throw new NqlException(NqlErrorCode.TypeMismatch, $"A number is needed; found {value}.");
        }
    }

    private static bool IsInteger(in NedbValue value) => value.Kind is ValueKind.Int64 or ValueKind.UInt64;

    // Of values whose types are not declared.
    private static NedbValue Integer(Int128 value) => value > long.MaxValue ? Unsigned(value) : Signed(value);

    private static NedbValue Signed(Int128 value) => value >= long.MinValue && value <= long.MaxValue
        ? NedbValue.FromInt64((long)value)
        : throw DoesNotFit(value, "int64");

    private static NedbValue Unsigned(Int128 value) => value >= 0 && value <= ulong.MaxValue
        ? NedbValue.FromUInt64((ulong)value)
        : throw DoesNotFit(value, "uint64");

    private static NqlException DoesNotFit(Int128 value, string type) =>
        new(NqlErrorCode.ValueInvalid, $"The result {value} does not fit {type}. Convert an operand, for example with CAST(… AS decimal).");

    public static Int128 ToInt128(in NedbValue value) => value.Kind == ValueKind.UInt64 ? value.AsUInt64() : value.AsInt64();

    private static NedbValue ComputeIntegers(ArithmeticOperation operation, long left, long right)
    {
        switch (operation)
        {
            case ArithmeticOperation.Add:
                return Signed((Int128)left + right);
            case ArithmeticOperation.Subtract:
                return Signed((Int128)left - right);
            case ArithmeticOperation.Multiply:
                return Signed((Int128)left * right);
            case ArithmeticOperation.Divide:
                return right == -1 ? Signed(-(Int128)left) : NedbValue.FromInt64(left / NotZero(right));
            case ArithmeticOperation.Modulo:
                return NedbValue.FromInt64(right == -1 ? 0 : left % NotZero(right));
            case ArithmeticOperation.BitAnd:
                return NedbValue.FromInt64(left & right);
            case ArithmeticOperation.BitOr:
                return NedbValue.FromInt64(left | right);
            case ArithmeticOperation.BitXor:
                return NedbValue.FromInt64(left ^ right);
            case ArithmeticOperation.ShiftLeft:
                return NedbValue.FromInt64(left << (int)right);
            case ArithmeticOperation.ShiftRight:
                return NedbValue.FromInt64(left >> (int)right);
            default:
                return Concat(NedbValue.FromInt64(left), NedbValue.FromInt64(right));
        }
    }

    private static long NotZero(long divisor) => divisor != 0 ? divisor : throw DivisionByZero();

    private static NqlException DivisionByZero() => new(NqlErrorCode.ValueInvalid, "Division by zero.");

    private static NedbValue ComputeUnsigned(ArithmeticOperation operation, in NedbValue left, in NedbValue right)
    {
        Int128 a = ToInt128(in left), b = ToInt128(in right);
        if (b == 0 && operation is ArithmeticOperation.Divide or ArithmeticOperation.Modulo)
            throw DivisionByZero();
        return operation switch
        {
            ArithmeticOperation.Add => Unsigned(a + b),
            ArithmeticOperation.Subtract => Unsigned(a - b),
            ArithmeticOperation.Multiply => Unsigned(a * b),
            ArithmeticOperation.Divide => Unsigned(a / b),
            ArithmeticOperation.Modulo => Unsigned(a % b),
            _ => ComputeBits(operation, in left, in right),
        };
    }

    private static NedbValue ComputeBits(ArithmeticOperation operation, in NedbValue left, in NedbValue right) => operation switch
    {
        ArithmeticOperation.BitAnd => NedbValue.FromUInt64(left.AsUInt64() & right.AsUInt64()),
        ArithmeticOperation.BitOr => NedbValue.FromUInt64(left.AsUInt64() | right.AsUInt64()),
        ArithmeticOperation.BitXor => NedbValue.FromUInt64(left.AsUInt64() ^ right.AsUInt64()),
        ArithmeticOperation.ShiftLeft => NedbValue.FromUInt64(left.AsUInt64() << (int)right.AsInt64()),
        ArithmeticOperation.ShiftRight => NedbValue.FromUInt64(left.AsUInt64() >> (int)right.AsInt64()),
        _ => Concat(in left, in right),
    };

    private static NedbValue ComputeNumbers(ArithmeticOperation operation, in NedbValue left, in NedbValue right)
    {
        if (left.Kind == ValueKind.Double || right.Kind == ValueKind.Double)
            return ComputeDoubles(operation, ToDouble(in left), ToDouble(in right));
        if (left.Kind == ValueKind.Decimal || right.Kind == ValueKind.Decimal)
            return ComputeDecimals(operation, ToDecimal(in left), ToDecimal(in right));
        Int128 a = ToInt128(in left), b = ToInt128(in right);
        if (b == 0 && operation is ArithmeticOperation.Divide or ArithmeticOperation.Modulo)
            throw DivisionByZero();
        return operation switch
        {
            ArithmeticOperation.Add => Integer(a + b),
            ArithmeticOperation.Subtract => Integer(a - b),
            ArithmeticOperation.Multiply => Integer(a * b),
            ArithmeticOperation.Divide => Integer(a / b),
            ArithmeticOperation.Modulo => Integer(a % b),
            _ => ComputeBits(operation, in left, in right),
        };
    }

    private static NedbValue ComputeDoubles(ArithmeticOperation operation, double left, double right) => operation switch
    {
        ArithmeticOperation.Add => NedbValue.FromDouble(left + right),
        ArithmeticOperation.Subtract => NedbValue.FromDouble(left - right),
        ArithmeticOperation.Multiply => NedbValue.FromDouble(left * right),
        ArithmeticOperation.Divide => NedbValue.FromDouble(left / right),
        ArithmeticOperation.Modulo => NedbValue.FromDouble(left % right),
        _ => throw Mismatch(operation, NedbValue.FromDouble(left), NedbValue.FromDouble(right)),
    };

    private static NedbValue ComputeDecimals(ArithmeticOperation operation, decimal left, decimal right)
    {
        try
        {
            return operation switch
            {
                ArithmeticOperation.Add => NedbValue.FromDecimal(left + right),
                ArithmeticOperation.Subtract => NedbValue.FromDecimal(left - right),
                ArithmeticOperation.Multiply => NedbValue.FromDecimal(left * right),
                ArithmeticOperation.Divide => NedbValue.FromDecimal(left / right),
                ArithmeticOperation.Modulo => NedbValue.FromDecimal(left % right),
                _ => throw Mismatch(operation, NedbValue.FromDecimal(left), NedbValue.FromDecimal(right)),
            };
        }
        catch (DivideByZeroException)
        {
            throw DivisionByZero();
        }
        catch (OverflowException inner)
        {
            throw new NqlException(
                NqlErrorCode.ValueInvalid, $"The result of {left} {Sign(operation)} {right} does not fit a decimal.", inner: inner);
        }
    }
}
