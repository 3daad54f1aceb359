using System.Text.Json;
using Nedb.Query.Diagnostics;
using Nedb.Query.Tests.Functions;
using Nedb.Query.Types;
using Nedb.Storage.Values;

namespace Nedb.Query.Tests.Types;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("18446744073709551615", "18446744073709551615")]
    [InlineData("18446744073709551616", "18446744073709551616m")]
    [InlineData("1.50", "1.50m")]
    [InlineData("1e2", "100m")]
    [InlineData("0.1", "0.1m")]
    [InlineData("1e300", "1e300")]
    [InlineData("0.12345678901234567890123456789", "0.12345678901234568")]
    [InlineData("\"a\\u0041\"", "'aA'")]
    [InlineData(" [1, {\"b\": null, \"a\": true}] ", "[1, {a: true, b: null}]")]
    public void Json_is_read_as(string json, string expected) =>
        Assert.Equal(Calculator.Show(Calculator.Compute(expected)), Calculator.Show(JsonText.Parse(json)));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"a\": 1, \"a\": 2}")]
    [InlineData("NaN")]
    [InlineData("1e999")]
    [InlineData("[1] 2")]
    [InlineData("\ud83d")]
    [InlineData("\"\\ud83d\"")]
    [InlineData("{\"\\ud83d\": 1}")]
    public void What_is_not_json_is_a_typed_error(string json) =>
        Assert.Equal(NqlErrorCode.ValueInvalid, Assert.Throws<NqlException>(() => JsonText.Parse(json)).Code);

    [Fact]
    public void Json_that_nests_too_deep_is_a_typed_error() =>
        Assert.Throws<NqlException>(() => JsonText.Parse(new string('[', 300) + new string(']', 300)));

    [Fact]
    public void Values_are_written_as_System_Text_Json_reads_them_into_their_types()
    {
        var moment = new DateTime(2024, 2, 29, 10, 20, 30, 123, DateTimeKind.Utc);
        var instant = new DateTimeOffset(2024, 2, 29, 10, 20, 30, TimeSpan.FromHours(2));
        Assert.Equal(moment, Read<DateTime>(NedbValue.FromTimestamp(moment)));
        Assert.Equal(instant, Read<DateTimeOffset>(NedbValue.FromTimestampOffset(instant)));
        Assert.Equal(new DateOnly(2024, 2, 29), Read<DateOnly>(NedbValue.FromDate(new DateOnly(2024, 2, 29))));
        Assert.Equal(new TimeOnly(10, 20, 30, 5), Read<TimeOnly>(NedbValue.FromTime(new TimeOnly(10, 20, 30, 5))));
        Assert.Equal(TimeSpan.FromHours(-30), Read<TimeSpan>(NedbValue.FromDuration(TimeSpan.FromHours(-30))));
        Assert.Equal(Guid.Empty, Read<Guid>(NedbValue.FromGuid(Guid.Empty)));
        Assert.Equal([1, 2, 255], Read<byte[]>(NedbValue.FromBytes([1, 2, 255]))!);
        Assert.Equal(1.50m, Read<decimal>(NedbValue.FromDecimal(1.50m)));
        Assert.Equal(0.1, Read<double>(NedbValue.FromDouble(0.1)));
        Assert.Equal(ulong.MaxValue, Read<ulong>(NedbValue.FromUInt64(ulong.MaxValue)));
        Assert.Equal("é\"\\\n", Read<string>(NedbValue.FromString("é\"\\\n")));
    }

    [Fact]
    public void Infinity_cannot_be_written() =>
        Assert.Throws<NqlException>(() => JsonText.Write(NedbValue.FromDouble(double.PositiveInfinity)));

    [Fact]
    public void What_is_written_is_read_as_its_simple_form()
    {
        var value = Calculator.Compute(
            "{a: [1, 2.5m, 'x', null, true], d: date '2024-01-01', b: bytes 'ff', g: guid '00000000-0000-0000-0000-000000000001'}");
        Assert.Equal(Calculator.Show(JsonText.Simplify(in value)), Calculator.Show(JsonText.Parse(JsonText.Write(in value))));
    }

    private static T? Read<T>(NedbValue value) => JsonSerializer.Deserialize<T>(JsonText.Write(in value));
}
