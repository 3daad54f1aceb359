using Nedb.Storage.Values;

namespace Nedb.Data.Conversion;

/// <summary>Numbers as other kinds of numbers, only where nothing is lost.</summary>
internal static class ValueNumber
{
    // 2^53: every integer up to here has a double of its own.
    private const long GreatestExactDouble = 1L << 53;

    public static bool TryGetInt64(NedbValue value, out long number)
    {
        number = 0;
        switch (value.Kind)
        {
            case ValueKind.Int64:
                number = value.AsInt64();
                return true;
            case ValueKind.Decimal when IsWhole(value.AsDecimal()) && value.AsDecimal() is >= long.MinValue and <= long.MaxValue:
                number = (long)value.AsDecimal();
                return true;
            case ValueKind.Double when IsWhole(value.AsDouble()):
                number = (long)value.AsDouble();
                return true;
            default:
                return false;
        }
    }

    public static bool TryGetUInt64(NedbValue value, out ulong number)
    {
        if (value.Kind == ValueKind.UInt64)
        {
            number = value.AsUInt64();
            return true;
        }

        if (value.Kind == ValueKind.Decimal && IsWhole(value.AsDecimal()) && value.AsDecimal() is >= 0 and <= ulong.MaxValue)
        {
            number = (ulong)value.AsDecimal();
            return true;
        }

        var isInteger = TryGetInt64(value, out var signed) && signed >= 0;
        number = isInteger ? (ulong)signed : 0;
        return isInteger;
    }

    public static bool TryGetDouble(NedbValue value, out double number)
    {
        number = 0;
        switch (value.Kind)
        {
            case ValueKind.Double:
                number = value.AsDouble();
                return true;
            case ValueKind.Int64:
                number = value.AsInt64();
                return value.AsInt64() is >= -GreatestExactDouble and <= GreatestExactDouble;
            case ValueKind.Decimal:
                number = (double)value.AsDecimal();
                return TryGetDecimal(NedbValue.FromDouble(number), out var back) && back == value.AsDecimal();
            default:
                return false;
        }
    }

    public static bool TryGetDecimal(NedbValue value, out decimal number)
    {
        number = 0;
        switch (value.Kind)
        {
            case ValueKind.Decimal:
                number = value.AsDecimal();
                return true;
            case ValueKind.Int64:
                number = value.AsInt64();
                return true;
            case ValueKind.UInt64:
                number = value.AsUInt64();
                return true;
            case ValueKind.Double when Math.Abs(value.AsDouble()) < 7.9e28:
                number = (decimal)value.AsDouble();
                return (double)number == value.AsDouble();
            default:
                return false;
        }
    }

    private static bool IsWhole(double value) => Math.Abs(value) <= GreatestExactDouble && Math.Floor(value) == value;

    private static bool IsWhole(decimal value) => decimal.Truncate(value) == value;
}
