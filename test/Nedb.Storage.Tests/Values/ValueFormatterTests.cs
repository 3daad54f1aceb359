using Nedb.Storage.Values;

namespace Nedb.Storage.Tests.Values;

public sealed class ValueFormatterTests
{
    public static TheoryData<NedbValue, string> Literals => new()
    {
        { NedbValue.Null, "null" },
        { NedbValue.True, "true" },
        { NedbValue.FromInt64(long.MinValue), "-9223372036854775808" },
        { NedbValue.FromUInt64(ulong.MaxValue), "18446744073709551615" },
        { NedbValue.FromDouble(1), "1.0" },
        { NedbValue.FromDouble(1e300), "1E+300" },
        { NedbValue.FromDouble(double.NegativeInfinity), "double \"-Infinity\"" },
        { NedbValue.FromDecimal(1.50m), "1.50m" },
        { NedbValue.FromString("a\"b\\\n\u0001é"), "\"a\\\"b\\\\\\n\\u0001é\"" },
        { NedbValue.FromBytes([0, 255]), "bytes \"00ff\"" },
        { NedbValue.FromGuid(Guid.Empty), "guid \"00000000-0000-0000-0000-000000000000\"" },
        { NedbValue.FromDate(new(2024, 1, 31)), "date \"2024-01-31\"" },
        { NedbValue.FromTime(new(1, 2, 3, 400)), "time \"01:02:03.4\"" },
        { NedbValue.FromTimestamp(new(2024, 1, 31, 1, 2, 3, DateTimeKind.Utc)), "timestamp \"2024-01-31T01:02:03Z\"" },
        { NedbValue.FromTimestampOffset(new(2024, 1, 31, 1, 2, 3, TimeSpan.FromHours(2))), "timestamptz \"2024-01-31T01:02:03+02:00\"" },
        { NedbValue.FromDuration(TimeSpan.FromSeconds(-90)), "duration \"-00:01:30\"" },
        { NedbValue.FromArray(new([NedbValue.Null, NedbValue.FromInt64(1)])), "[null, 1]" },
        { NedbValue.FromObject(new([new("b", NedbValue.True), new("a", NedbValue.False)])), "{\"a\": false, \"b\": true}" },
    };

    [Theory]
    [MemberData(nameof(Literals))]
    public void A_value_is_shown_as_the_literal_that_makes_it(NedbValue value, string literal) => Assert.Equal(literal, value.ToString());
}
