using System.Text;
using Nedb.Storage.Values;

namespace Nedb.Storage.Tests.Values;

/// <summary>
/// Values of every kind, with many near misses: numbers that are close across kinds, texts that share beginnings, odd code units.
/// </summary>
internal static class RandomValues
{
    private static readonly double[] Doubles =
    [
        0, -0.0, 1, -1, 0.1, 0.5, 1.5, 1e15, 1e16, 9007199254740992, 9007199254740994, 9.2233720368547758E18, 1.8446744073709552E19,
            -9.2233720368547758E18,
        7.9228162514264338E28, -7.9228162514264338E28, 1e29, 1e300, -1e300, double.Epsilon, -double.Epsilon, double.MaxValue,
            double.MinValue,
        double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e-28, 1e-30, 2.2250738585072014E-308,
    ];

    private static readonly decimal[] Decimals =
    [
        0m, 0.00m, 1.0m, 1.00m, 0.1m, 0.5m, 0.50m, -1m, decimal.MaxValue, decimal.MinValue, 0.0000000000000000000000000001m,
            -0.0000000000000000000000000001m,
        9007199254740993m, 9223372036854775807m, 9223372036854775808m, 18446744073709551615m, 18446744073709551616m, 9007199254740992.5m,
        0.1000000000000000055511151231m, 79228162514264337593543950334m,
    ];

    private static readonly long[] Integers =
        [0, 1, -1, 2, 255, 256, 9007199254740991, 9007199254740992, 9007199254740993, 9007199254740994, -9007199254740993, long.MaxValue,
            long.MaxValue - 1, long.MinValue, long.MinValue + 1];

    private static readonly ulong[] LargeIntegers =
        [9223372036854775808, 9223372036854775809, ulong.MaxValue, ulong.MaxValue - 1, 18446744073709549568];

    private static readonly string[] Texts =
        ["", "a", "ab", "b", "\0", "\0\0", "a\0", "a\0b", "\uD800", "\uDFFF", "\uD83D\uDE00", "\uFFFF", "é", "\u0800", "\u007F", "\u0080",
            "\u07FF", "ÿ", "a\uFFFF"];

    public static NedbValue NextNumber(Random random) => random.Next(10) switch
    {
        0 => NedbValue.FromDouble(Doubles[random.Next(Doubles.Length)]),
        1 => NedbValue.FromDecimal(Decimals[random.Next(Decimals.Length)]),
        2 => NedbValue.FromInt64(Integers[random.Next(Integers.Length)]),
        3 => NedbValue.FromUInt64(LargeIntegers[random.Next(LargeIntegers.Length)]),
        4 => NedbValue.FromInt64(random.Next(-20, 20)),
        5 => NedbValue.FromDouble(random.Next(-20, 20) / 4.0),
        6 => NedbValue.FromDecimal(new decimal(random.Next(-80, 80)) / 4),
        7 => NedbValue.FromDouble(BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue))),
        8 => NedbValue.FromDecimal(new decimal(random.Next(), random.Next(), random.Next(), random.Next(2) == 0, (byte)random.Next(29))),
        _ => Near(random),
    };

    public static NedbValue Next(Random random, int depth = 0) => random.Next(depth < 3 ? 15 : 12) switch
    {
        0 => NedbValue.Null,
        1 => NedbValue.FromBoolean(random.Next(2) == 0),
        2 or 3 => NextNumber(random),
        4 => NedbValue.FromString(NextText(random)),
        5 => NedbValue.FromBytes(NextBytes(random)),
        6 => NedbValue.FromGuid(NextGuid(random)),
        7 => NedbValue.FromDate(DateOnly.FromDayNumber(random.Next(0, 3_652_059))),
        8 => NedbValue.FromTime(new(random.NextInt64(TimeSpan.TicksPerDay))),
        9 => NedbValue.FromTimestamp(new(random.NextInt64(10) * TimeSpan.TicksPerDay, (DateTimeKind)random.Next(3))),
        10 => NedbValue.FromTimestampOffset(
            new DateTimeOffset(TimeSpan.TicksPerDay * (2 + random.Next(3)), TimeSpan.Zero)
                .ToOffset(TimeSpan.FromMinutes(random.Next(-840, 841)))),
        11 => NedbValue.FromDuration(new(random.NextInt64(-3, 4))),
        12 or 13 => NedbValue.FromArray(NextArray(random, depth)),
        _ => NedbValue.FromObject(NextObject(random, depth)),
    };

    /// <summary>A value that a document may hold: no NaN and no half of a surrogate pair, however deep.</summary>
    public static NedbValue NextStorable(Random random)
    {
        while (true)
        {
            var value = Next(random);
            if (IsStorable(value))
                return value;
        }
    }

    private static bool IsStorable(NedbValue value) => value.Kind switch
    {
        ValueKind.Double => !double.IsNaN(value.AsDouble()),
        ValueKind.String => IsWhole(value.AsString()),
        ValueKind.Array => value.AsArray().All(IsStorable),
        ValueKind.Object => value.AsObject().All(static member => IsWhole(member.Key) && IsStorable(member.Value)),
        _ => true,
    };

    private static bool IsWhole(string text) => !text.EnumerateRunes().Any(static rune => rune == Rune.ReplacementChar);

    private static NedbValue Near(Random random)
    {
        // The same number, or its neighbour, by way of another kind.
        var whole = random.NextInt64(1L << 60) >> random.Next(60);
        return random.Next(4) switch
        {
            0 => NedbValue.FromDouble(whole),
            1 => NedbValue.FromDecimal(whole),
            2 => NedbValue.FromDouble(Math.BitIncrement((double)whole)),
            _ => NedbValue.FromInt64(whole),
        };
    }

    private static string NextText(Random random)
    {
        var text = Texts[random.Next(Texts.Length)];
        return random.Next(2) == 0 ? text : text + Texts[random.Next(Texts.Length)];
    }

    private static byte[] NextBytes(Random random)
    {
        var bytes = new byte[random.Next(4)];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(random.Next(3) switch { 0 => 0, 1 => 0xFF, _ => random.Next(256) });
        return bytes;
    }

    private static Guid NextGuid(Random random)
    {
        var bytes = new byte[16];
        bytes[random.Next(16)] = (byte)random.Next(256);
        return new(bytes);
    }

    private static NedbArray NextArray(Random random, int depth)
    {
        var items = new NedbValue[random.Next(4)];
        for (var i = 0; i < items.Length; i++)
            items[i] = Next(random, depth + 1);
        return new(items);
    }

    private static NedbObject NextObject(Random random, int depth)
    {
        var members = new Dictionary<string, NedbValue>();
        for (var i = random.Next(4); i > 0; i--)
            members[NextText(random)] = Next(random, depth + 1);
        return new(members);
    }
}
