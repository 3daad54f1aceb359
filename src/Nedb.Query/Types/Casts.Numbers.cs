using System.Globalization;
using Nedb.Query.Diagnostics;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.Query.Types;

internal static partial class Casts
{
    // The first number beyond decimal.MaxValue.
    private const double DecimalEnd = 7.9228162514264337593543950336e28;

    private static NedbValue ToInteger(in NedbValue value, FieldKind kind)
    {
        Int128 whole;
        switch (value.Kind)
        {
            case ValueKind.Boolean or ValueKind.Int64:
                whole = value.AsInt64();
                break;
            case ValueKind.UInt64:
                whole = value.AsUInt64();
                break;
            case ValueKind.Double:
                // NaN and what lies beyond 128 bits saturate in .NET, so they are refused before.
                if (!double.IsFinite(value.AsDouble()) || Math.Abs(value.AsDouble()) >= 1e20)
                    throw OutOfRange(in value, kind);
                whole = (Int128)value.AsDouble();
                break;
            case ValueKind.Decimal:
                whole = (Int128)decimal.Truncate(value.AsDecimal());
                break;
            case ValueKind.String:
                if (!Int128.TryParse(value.AsString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out whole))
                    throw ValueErrors.Invalid($"{ValueErrors.Show(in value)} is not an integer");
                break;
            default:
                throw CannotCast(in value, kind);
        }

        var (least, greatest) = RangeOf(kind);
        if (whole < least || whole > greatest)
            throw OutOfRange(in value, kind);
        return whole <= long.MaxValue ? NedbValue.FromInt64((long)whole) : NedbValue.FromUInt64((ulong)whole);
    }

    /// <summary>The least and the greatest integer of an integer type.</summary>
    public static (Int128 Least, Int128 Greatest) RangeOf(FieldKind kind) => kind switch
    {
        FieldKind.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        FieldKind.Int16 => (short.MinValue, short.MaxValue),
        FieldKind.Int32 => (int.MinValue, int.MaxValue),
        FieldKind.Int64 => (long.MinValue, long.MaxValue),
        FieldKind.UInt8 => (0, byte.MaxValue),
        FieldKind.UInt16 => (0, ushort.MaxValue),
        FieldKind.UInt32 => (0, uint.MaxValue),
        _ => (0, ulong.MaxValue),
    };

    private static NedbValue ToSingle(in NedbValue value)
    {
        var wide = ToDouble(in value, FieldKind.Single);
        var single = (float)wide;
        return float.IsInfinity(single) && !double.IsInfinity(wide) ? throw OutOfRange(in value, FieldKind.Single)
            : NedbValue.FromDouble(single);
    }

    private static double ToDouble(in NedbValue value, FieldKind kind) => value.Kind switch
    {
        ValueKind.Boolean or ValueKind.Int64 => value.AsInt64(),
        ValueKind.UInt64 => value.AsUInt64(),
        ValueKind.Double => value.AsDouble(),
        ValueKind.Decimal => (double)value.AsDecimal(),
        ValueKind.String => double.TryParse(value.AsString(), NumberStyles.Float | NumberStyles.AllowThousands,
            CultureInfo.InvariantCulture, out var parsed)
            ? parsed
            : throw NotWrittenAs(in value, kind),
        _ => throw CannotCast(in value, kind),
    };

    /// <summary>
    /// What .NET makes of a single, which is held as a double of the same value, on the way to text or a decimal: only the digits of a
    /// single, 0.15 and not 0.15000000596046448.
    /// </summary>
    public static NedbValue Shorten(double single, FieldKind kind) =>
        kind == FieldKind.String ? NedbValue.FromString(((float)single).ToString(CultureInfo.InvariantCulture))
        : Math.Abs(single) < DecimalEnd ? NedbValue.FromDecimal((decimal)(float)single)
        : NedbValue.FromDouble(single);

    private static NedbValue ToDecimal(in NedbValue value, FieldType type)
    {
        decimal exact;
        switch (value.Kind)
        {
            case ValueKind.Boolean or ValueKind.Int64:
                exact = value.AsInt64();
                break;
            case ValueKind.UInt64:
                exact = value.AsUInt64();
                break;
            case ValueKind.Decimal:
                exact = value.AsDecimal();
                break;
            case ValueKind.Double:
                // NaN fails every comparison.
                if (!(Math.Abs(value.AsDouble()) < DecimalEnd))
                    throw OutOfRange(in value, FieldKind.Decimal);
                exact = (decimal)value.AsDouble();
                break;
            case ValueKind.String:
                if (!decimal.TryParse(value.AsString(), NumberStyles.Number | NumberStyles.AllowExponent, CultureInfo.InvariantCulture,
                    out exact))
                    throw NotWrittenAs(in value, FieldKind.Decimal);
                break;
            default:
                throw CannotCast(in value, FieldKind.Decimal);
        }

        return NedbValue.FromDecimal(Fit(exact, in value, type));
    }

    // A precision bounds the digits before the point; those after it are rounded to the scale, halves to even as Math.Round does.
    private static decimal Fit(decimal exact, in NedbValue value, FieldType type)
    {
        if (type.Precision == 0)
            return exact;
        var rounded = decimal.Round(exact, type.Scale);
        var bound = 1m;
        for (var i = 0; i < type.Precision - type.Scale; i++)
            bound *= 10;
        return Math.Abs(rounded) < bound
            ? rounded
            : throw ValueErrors.Invalid(
                $"{ValueErrors.Show(in value)} does not fit into {type}, which has {type.Precision - type.Scale} digits before the point");
    }

    private static NqlException OutOfRange(in NedbValue value, FieldKind kind) =>
        ValueErrors.Invalid($"{ValueErrors.Show(in value)} lies outside of the range of {new FieldType(kind)}");
}
