using System.Runtime.CompilerServices;

namespace Nedb.Storage.Values;

/// <summary>Exact order of numbers across their kinds.</summary>
internal static class NumberOrder
{
    private const double TwoTo63 = 9223372036854775808.0;
    private const double TwoTo64 = 18446744073709551616.0;
    private const double TwoTo96 = 79228162514264337593543950336.0;
    private const long ExactIntegers = 1L << 53;

    public static int Compare(in NedbValue left, in NedbValue right) => left.Kind switch
    {
        ValueKind.Int64 => CompareInt64(left.AsInt64(), right),
        ValueKind.UInt64 => CompareUInt64(left.AsUInt64(), right),
        ValueKind.Double => CompareDouble(left.AsDouble(), right),
        _ => right.Kind switch
        {
            ValueKind.Int64 => decimal.Compare(left.AsDecimal(), right.AsInt64()),
            ValueKind.UInt64 => decimal.Compare(left.AsDecimal(), right.AsUInt64()),
            ValueKind.Double => -Compare(right.AsDouble(), left.AsDecimal()),
            _ => decimal.Compare(left.AsDecimal(), right.AsDecimal()),
        },
    };

    /// <summary>NaN first and equal to itself; the zeros equal.</summary>
    public static int Compare(double left, double right) =>
        left < right ? -1 : left > right ? 1 : left == right ? 0 : double.IsNaN(left) ? (double.IsNaN(right) ? 0 : -1) : 1;

    /// <summary>The greatest double that is not greater than a number.</summary>
    public static double Floor(in NedbValue value, out bool isExact)
    {
        switch (value.Kind)
        {
            case ValueKind.Double:
                isExact = true;
                return value.AsDouble();
            case ValueKind.Int64:
                return Floor(value.AsInt64(), out isExact);
            case ValueKind.UInt64:
                return Floor(value.AsUInt64(), out isExact);
            default:
                return Floor(value.AsDecimal(), out isExact);
        }
    }

    /// <summary>The number as a 64-bit integer, if it is exactly one.</summary>
    public static bool TryGetInteger(in NedbValue value, out long integer)
    {
        integer = 0;
        switch (value.Kind)
        {
            case ValueKind.Int64:
                integer = value.AsInt64();
                return true;
            case ValueKind.Double:
                var number = value.AsDouble();
                if (!(number >= -TwoTo63 && number < TwoTo63))
                    return false;
                integer = (long)number;
                return integer == number;
            case ValueKind.Decimal:
                var exact = value.AsDecimal();
                if (exact is < long.MinValue or > long.MaxValue)
                    return false;
                var whole = decimal.Truncate(exact);
                integer = (long)whole;
                return whole == exact;
            default:
                return false;
        }
    }

    /// <summary>The magnitude of a decimal times its power of ten, and that power.</summary>
    public static UInt128 GetMantissa(decimal value, out int scale)
    {
        var (low, high) = Unsafe.BitCast<decimal, (ulong, ulong)>(value);
        // A decimal lies in memory as flags (sign, scale), high 32 bits, low 64 bits.
        scale = (int)((low >> 16) & 0xFF);
        return new UInt128(low >> 32, high);
    }

    private static double Floor(long value, out bool isExact)
    {
        var nearest = (double)value;
        isExact = value is >= -ExactIntegers and <= ExactIntegers || (nearest < TwoTo63 && (long)nearest == value);
        return isExact || (nearest < TwoTo63 && (long)nearest < value) ? nearest : Math.BitDecrement(nearest);
    }

    private static double Floor(ulong value, out bool isExact)
    {
        var nearest = (double)value;
        isExact = nearest < TwoTo64 && (ulong)nearest == value;
        return isExact || (nearest < TwoTo64 && (ulong)nearest < value) ? nearest : Math.BitDecrement(nearest);
    }

    private static double Floor(decimal value, out bool isExact)
    {
        // The conversion may be off by some units in the last place; the exact comparison puts it right.
        var floor = (double)value;
        var order = Compare(floor, value);
        while (order > 0)
        {
            floor = Math.BitDecrement(floor);
            order = Compare(floor, value);
        }

        while (order < 0)
        {
            var next = Math.BitIncrement(floor);
            var nextOrder = Compare(next, value);
            if (nextOrder > 0)
                break;
            (floor, order) = (next, nextOrder);
        }

        isExact = order == 0;
        return floor;
    }

    private static int CompareInt64(long left, in NedbValue right) => right.Kind switch
    {
        ValueKind.Int64 => left.CompareTo(right.AsInt64()),
        ValueKind.UInt64 => -1,
        ValueKind.Double => -Compare(right.AsDouble(), left),
        _ => decimal.Compare(left, right.AsDecimal()),
    };

    private static int CompareUInt64(ulong left, in NedbValue right) => right.Kind switch
    {
        ValueKind.Int64 => 1,
        ValueKind.UInt64 => left.CompareTo(right.AsUInt64()),
        ValueKind.Double => -Compare(right.AsDouble(), left),
        _ => decimal.Compare(left, right.AsDecimal()),
    };

    private static int CompareDouble(double left, in NedbValue right) => right.Kind switch
    {
        ValueKind.Int64 => Compare(left, right.AsInt64()),
        ValueKind.UInt64 => Compare(left, right.AsUInt64()),
        ValueKind.Double => Compare(left, right.AsDouble()),
        _ => Compare(left, right.AsDecimal()),
    };

    private static int Compare(double left, long right)
    {
        if (!(left >= -TwoTo63))
            return -1;
        if (left >= TwoTo63)
            return 1;
        var whole = (long)left;
        // Where the whole parts are equal, the fraction decides; truncation is towards zero, so its sign is that of the rest.
        return whole != right ? whole.CompareTo(right) : left.CompareTo((double)whole);
    }

    private static int Compare(double left, ulong right)
    {
        if (!(left >= 0))
            return -1;
        if (left >= TwoTo64)
            return 1;
        var whole = (ulong)left;
        return whole != right ? whole.CompareTo(right) : left.CompareTo((double)whole);
    }

    private static int Compare(double left, decimal right)
    {
        if (!(left > -TwoTo96))
            return -1;
        if (left >= TwoTo96)
            return 1;
        var leftSign = left == 0 ? 0 : left < 0 ? -1 : 1;
        var rightSign = decimal.Sign(right);
        if (leftSign != rightSign)
            return leftSign < rightSign ? -1 : 1;
        return leftSign == 0 ? 0 : leftSign * CompareMagnitudes(Math.Abs(left), right);
    }

    /// <summary>Compares f·2^e with m·10^-s in integers: f·10^s·2^e with m, or f·10^s with m·2^-e.</summary>
    private static int CompareMagnitudes(double left, decimal right)
    {
        var bits = BitConverter.DoubleToUInt64Bits(left);
        var exponent = (int)(bits >> 52);
        var fraction = bits & ((1UL << 52) - 1);
        if (exponent == 0)
            exponent = 1;
        else
            fraction |= 1UL << 52;
        exponent -= 1075;
        var mantissa = GetMantissa(right, out var scale);
        var scaled = new WideInteger(fraction).TimesPowerOfTen(scale);
        if (exponent >= 0)
            return scaled.ShiftLeft(exponent).CompareTo(new WideInteger(mantissa));
        // The left side is below 2^147: a right side beyond it is greater, and need not be computed.
        var length = 128 - (int)UInt128.LeadingZeroCount(mantissa);
        return length - exponent > 148 ? -1 : scaled.CompareTo(new WideInteger(mantissa).ShiftLeft(-exponent));
    }
}
