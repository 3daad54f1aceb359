using Nedb.Query.Diagnostics;
using Nedb.Query.Syntax;
using Nedb.Query.Syntax.Nodes.Expressions;
using Nedb.Storage.Values;

namespace Nedb.Query.Tests.Syntax;

public sealed class LiteralTests
{
    [Fact]
    public void What_the_engine_shows_of_a_value_is_read_as_that_value()
    {
        var random = new Random(1);
        NedbValue[] values =
        [
            NedbValue.Null, NedbValue.True, NedbValue.FromInt64(long.MinValue), NedbValue.FromUInt64(ulong.MaxValue),
            NedbValue.FromDouble(0.1),
            NedbValue.FromDouble(1e300), NedbValue.FromDouble(-5), NedbValue.FromDecimal(-1.50m), NedbValue.FromDecimal(decimal.MaxValue),
            NedbValue.FromString("a\"\\\n\t\0é\u2028"), NedbValue.FromBytes([0, 255]), NedbValue.FromGuid(Guid.NewGuid()),
            NedbValue.FromDate(new DateOnly(1, 2, 3)), NedbValue.FromTime(new TimeOnly(random.NextInt64(TimeSpan.TicksPerDay))),
            NedbValue.FromTimestamp(new DateTime(random.NextInt64(DateTime.MaxValue.Ticks), DateTimeKind.Utc)),
            NedbValue.FromTimestamp(new DateTime(2024, 1, 1)),
            NedbValue.FromTimestampOffset(new DateTimeOffset(2024, 1, 1, 2, 3, 4, 5, TimeSpan.FromMinutes(-90))),
            NedbValue.FromDuration(TimeSpan.MinValue), NedbValue.FromDuration(TimeSpan.FromDays(3.5)),
        ];
        foreach (var value in values)
        {
            foreach (var text in (string[])[value.ToString(), SyntaxPrinter.LiteralText(value)])
            {
                var literal = Assert.IsType<LiteralSyntax>(Parser.ParseExpression(text));
                Assert.Equal(new LiteralSyntax(value), literal);
            }
        }
    }

    [Theory]
    [InlineData("9223372036854775808", ValueKind.UInt64)]
    [InlineData("-9223372036854775808", ValueKind.Int64)]
    [InlineData("0xFFFFFFFFFFFFFFFF", ValueKind.UInt64)]
    [InlineData("1.0", ValueKind.Double)]
    [InlineData("1e0", ValueKind.Double)]
    [InlineData("1m", ValueKind.Decimal)]
    [InlineData("-0.0", ValueKind.Double)]
    [InlineData("uuid '00000000-0000-0000-0000-000000000001'", ValueKind.Guid)]
    [InlineData("interval '01:00:00'", ValueKind.Duration)]
    [InlineData("datetime '2024-01-01 10:00'", ValueKind.Timestamp)]
    public void A_literal_is_of_the_kind(string text, ValueKind kind) =>
        Assert.Equal(kind, Assert.IsType<LiteralSyntax>(Parser.ParseExpression(text)).Value.Kind);

    [Theory]
    [InlineData("-9223372036854775809")]
    [InlineData("-18446744073709551615")]
    [InlineData("79228162514264337593543950336m")]
    [InlineData("1e400")]
    [InlineData("0x10000000000000000")]
    public void A_number_that_fits_nowhere_is_an_error(string text) =>
        Assert.Equal(NqlErrorCode.ValueInvalid, Assert.Throws<NqlException>(() => Parser.ParseExpression(text)).Code);
}
