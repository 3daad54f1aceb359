using Nedb.Query.Execution;
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
        new("abs", 1, 1, [Number | Duration], Returns.Magnitude, static (a, _) => Abs(in a[0])),
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
        new("sqrt", 1, 1, [Number], Returns.Double, static (a, _) => Of(Math.Sqrt(Arithmetic.ToDouble(in a[0])))),
        new("cbrt", 1, 1, [Number], Returns.Double, static (a, _) => Of(Math.Cbrt(Arithmetic.ToDouble(in a[0])))),
        new("exp", 1, 1, [Number], Returns.Double, static (a, _) => Of(Math.Exp(Arithmetic.ToDouble(in a[0])))),
        new("log", 1, 2, [Number], Returns.Double, static (a, _) =>
            Of(a.Length == 1 ? Math.Log(Arithmetic.ToDouble(in a[0]))
                : Math.Log(Arithmetic.ToDouble(in a[0]), Arithmetic.ToDouble(in a[1])))) { Aliases = ["ln"] },
        new("log10", 1, 1, [Number], Returns.Double, static (a, _) => Of(Math.Log10(Arithmetic.ToDouble(in a[0])))),
        new("log2", 1, 1, [Number], Returns.Double, static (a, _) => Of(Math.Log2(Arithmetic.ToDouble(in a[0])))),
        new("pow", 2, 2, [Number], Returns.Double, static (a, _) =>
            Of(Math.Pow(Arithmetic.ToDouble(in a[0]), Arithmetic.ToDouble(in a[1])))) { Aliases = ["power"] },
        new("mod", 2, 2, [Number], Returns.Common, static (a, _) => Arithmetic.Compute(ArithmeticOperation.Modulo, in a[0], in a[1])),
        new("shift_left", 2, 3, [Integer], Returns.Int64, static (a, _) => NedbValue.FromInt64(WidthOf(a) == 32
            ? (int)a[0].AsInt64() << (int)(a[1].AsInt64() & 31)
            : a[0].AsInt64() << (int)(a[1].AsInt64() & 63))),
        new("shift_right", 2, 3, [Integer], Returns.Int64, static (a, _) => NedbValue.FromInt64(WidthOf(a) == 32
            ? (int)a[0].AsInt64() >> (int)(a[1].AsInt64() & 31)
            : a[0].AsInt64() >> (int)(a[1].AsInt64() & 63))),
        new("is_nan", 1, 1, [Number], Returns.Boolean, static (a, _) => NedbValue.FromBoolean(double.IsNaN(Arithmetic.ToDouble(in a[0])))),
        new("is_infinity", 1, 1, [Number], Returns.Boolean, static (a, _) =>
            NedbValue.FromBoolean(double.IsInfinity(Arithmetic.ToDouble(in a[0])))),
        new("is_finite", 1, 1, [Number], Returns.Boolean, static (a, _) =>
            NedbValue.FromBoolean(double.IsFinite(Arithmetic.ToDouble(in a[0])))),
        new("pi", 0, 0, [], Returns.Double, static (_, _) => Of(Math.PI)),
        new("random", 0, 0, [], Returns.Double, static (_, context) => Of(context.Random.NextDouble()))
        {
            Stability = FunctionStability.Volatile,
            Aliases = ["rand"],
        },
    ];

    // C# shifts an int by the low five bits of the count, and a long by the low six.
    private static long WidthOf(ReadOnlySpan<NedbValue> a)
    {
        var width = a.Length == 3 ? a[2].AsInt64() : 64;
        return width is 32 or 64 ? width : throw ValueErrors.Invalid($"a number that is shifted has 32 or 64 bits; found {width}");
    }

    private static NedbValue Of(double value) => NedbValue.FromDouble(value);

    private static NedbValue Abs(in NedbValue value) => value.Kind switch
    {
        ValueKind.Int64 => value.AsInt64() != long.MinValue ? NedbValue.FromInt64(Math.Abs(value.AsInt64()))
            : throw ValueErrors.Invalid($"the absolute value of {value} does not fit int64"),
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
}
