using Nedb.Query.Types;
using Nedb.Storage.Values;
using static Nedb.Query.Functions.ArgumentKinds;

namespace Nedb.Query.Functions;

/// <summary>
/// Functions of numbers, as in <see cref="Math"/>: integers stay integers and decimals stay decimals where the result is of that kind.
/// </summary>
internal static class NumberFunctions
{
    public static IEnumerable<ScalarFunction> All =>
    [
        new("abs", 1, 1, [Number | Duration], Returns.First, static (a, _) => Abs(in a[0])),
        new("sign", 1, 1, [Number], Returns.Int32, static (a, _) => NedbValue.FromInt64(a[0].Kind switch
        {
            ValueKind.Int64 => Math.Sign(a[0].AsInt64()),
            ValueKind.UInt64 => 1,
            ValueKind.Decimal => Math.Sign(a[0].AsDecimal()),
            _ => Math.Sign(a[0].AsDouble()),
        })),
        new("ceiling", 1, 1, [Number], Returns.First, static (a, _) =>
            Whole(in a[0], Math.Ceiling, decimal.Ceiling)) { Aliases = ["ceil"] },
        new("floor", 1, 1, [Number], Returns.First, static (a, _) => Whole(in a[0], Math.Floor, decimal.Floor)),
        new("truncate", 1, 1, [Number], Returns.First, static (a, _) =>
            Whole(in a[0], Math.Truncate, decimal.Truncate)) { Aliases = ["trunc"] },
        new("round", 1, 3, [Number, Integer, Text], Returns.First, static (a, _) => Round(a)),
        new("sqrt", 1, 1, [Number], Returns.Double, static (a, _) => Of(Math.Sqrt(Double(in a[0])))),
        new("cbrt", 1, 1, [Number], Returns.Double, static (a, _) => Of(Math.Cbrt(Double(in a[0])))),
        new("exp", 1, 1, [Number], Returns.Double, static (a, _) => Of(Math.Exp(Double(in a[0])))),
        new("log", 1, 2, [Number], Returns.Double, static (a, _) =>
            Of(a.Length == 1 ? Math.Log(Double(in a[0])) : Math.Log(Double(in a[0]), Double(in a[1])))) { Aliases = ["ln"] },
        new("log10", 1, 1, [Number], Returns.Double, static (a, _) => Of(Math.Log10(Double(in a[0])))),
        new("log2", 1, 1, [Number], Returns.Double, static (a, _) => Of(Math.Log2(Double(in a[0])))),
        new("pow", 2, 2, [Number], Returns.Double, static (a, _) => Of(Math.Pow(Double(in a[0]), Double(in a[1])))) { Aliases = ["power"] },
        new("mod", 2, 2, [Number], Returns.Common, static (a, _) => Modulo(in a[0], in a[1])),
        new("is_nan", 1, 1, [Number], Returns.Boolean, static (a, _) => NedbValue.FromBoolean(double.IsNaN(Double(in a[0])))),
        new("is_infinity", 1, 1, [Number], Returns.Boolean, static (a, _) => NedbValue.FromBoolean(double.IsInfinity(Double(in a[0])))),
        new("is_finite", 1, 1, [Number], Returns.Boolean, static (a, _) => NedbValue.FromBoolean(double.IsFinite(Double(in a[0])))),
        new("pi", 0, 0, [], Returns.Double, static (_, _) => Of(Math.PI)),
        new("random", 0, 0, [], Returns.Double, static (_, context) => Of(context.Random.NextDouble()))
        {
            Stability = FunctionStability.Volatile,
            Aliases = ["rand"],
        },
    ];

    /// <summary>A number as binary number.</summary>
    internal static double Double(in NedbValue value) => value.Kind switch
    {
        ValueKind.Int64 => value.AsInt64(),
        ValueKind.UInt64 => value.AsUInt64(),
        ValueKind.Decimal => (double)value.AsDecimal(),
        _ => value.AsDouble(),
    };

    internal static NedbValue Of(double value) => NedbValue.FromDouble(value);

    private static NedbValue Abs(in NedbValue value) => value.Kind switch
    {
        ValueKind.Int64 => value.AsInt64() == long.MinValue ? NedbValue.FromUInt64(1UL << 63)
            : NedbValue.FromInt64(Math.Abs(value.AsInt64())),
        ValueKind.UInt64 => value,
        ValueKind.Decimal => NedbValue.FromDecimal(Math.Abs(value.AsDecimal())),
        ValueKind.Duration => NedbValue.FromDuration(value.AsDuration().Duration()),
        _ => Of(Math.Abs(value.AsDouble())),
    };

    private static NedbValue Whole(in NedbValue value, Func<double, double> ofDouble, Func<decimal, decimal> ofDecimal) => value.Kind switch
    {
        ValueKind.Decimal => NedbValue.FromDecimal(ofDecimal(value.AsDecimal())),
        ValueKind.Double => Of(ofDouble(value.AsDouble())),
        _ => value,
    };

    private static NedbValue Round(ReadOnlySpan<NedbValue> a)
    {
        var digits = a.Length > 1 ? checked((int)a[1].AsInt64()) : 0;
        var mode = a.Length < 3 ? MidpointRounding.ToEven : a[2].AsString().ToLowerInvariant() switch
        {
            "to_even" => MidpointRounding.ToEven,
            "away_from_zero" => MidpointRounding.AwayFromZero,
            "to_zero" => MidpointRounding.ToZero,
            "to_negative_infinity" => MidpointRounding.ToNegativeInfinity,
            "to_positive_infinity" => MidpointRounding.ToPositiveInfinity,
            var other => throw ValueErrors.Invalid(
                $"'{other}' is no way of rounding; known: to_even, away_from_zero, to_zero, to_negative_infinity, to_positive_infinity"),
        };
        return a[0].Kind switch
        {
            ValueKind.Decimal => NedbValue.FromDecimal(Math.Round(a[0].AsDecimal(), digits, mode)),
            ValueKind.Double => Of(Math.Round(a[0].AsDouble(), digits, mode)),
            _ => a[0],
        };
    }

    private static NedbValue Modulo(in NedbValue left, in NedbValue right)
    {
        if (left.Kind == ValueKind.Double || right.Kind == ValueKind.Double)
            return Of(Double(in left) % Double(in right));
        if (right.Kind == ValueKind.Decimal ? right.AsDecimal() == 0 : right.AsInt64() == 0)
            throw ValueErrors.Invalid("division by zero");
        if (left.Kind == ValueKind.Decimal || right.Kind == ValueKind.Decimal)
            return NedbValue.FromDecimal(Exact(in left) % Exact(in right));
        var rest = Integer128(in left) % Integer128(in right);
        return rest > long.MaxValue ? NedbValue.FromUInt64((ulong)rest) : NedbValue.FromInt64((long)rest);
    }

    /// <summary>An integer in 128 bits.</summary>
    internal static Int128 Integer128(in NedbValue value) => value.Kind == ValueKind.UInt64 ? value.AsUInt64() : value.AsInt64();

    /// <summary>An integer or decimal as decimal.</summary>
    internal static decimal Exact(in NedbValue value) => value.Kind switch
    {
        ValueKind.Int64 => value.AsInt64(),
        ValueKind.UInt64 => value.AsUInt64(),
        _ => value.AsDecimal(),
    };
}
