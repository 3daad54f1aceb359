using System.Data;
using System.Text.Json;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.Data.Tests;

public class NedbParameterTests
{
    public enum Color : byte
    {
        Red = 1,
        Green = 2,
    }

    public enum Huge : ulong
    {
        Most = ulong.MaxValue,
    }

    public static TheoryData<object?, NedbValue> Values => new()
    {
        { null, NedbValue.Null },
        { DBNull.Value, NedbValue.Null },
        { true, NedbValue.True },
        { (sbyte)-5, NedbValue.FromInt64(-5) },
        { (short)-500, NedbValue.FromInt64(-500) },
        { -70_000, NedbValue.FromInt64(-70_000) },
        { long.MinValue, NedbValue.FromInt64(long.MinValue) },
        { byte.MaxValue, NedbValue.FromInt64(255) },
        { ushort.MaxValue, NedbValue.FromInt64(65_535) },
        { uint.MaxValue, NedbValue.FromInt64(4_294_967_295) },
        { ulong.MaxValue, NedbValue.FromUInt64(ulong.MaxValue) },
        { 1.5f, NedbValue.FromDouble(1.5) },
        { 0.1, NedbValue.FromDouble(0.1) },
        { 1.10m, NedbValue.FromDecimal(1.10m) },
        { "text", NedbValue.FromString("text") },
        { 'x', NedbValue.FromString("x") },
        { new byte[] { 1, 2 }, NedbValue.FromBytes([1, 2]) },
        { new Guid("00112233-4455-6677-8899-aabbccddeeff"), NedbValue.FromGuid(new("00112233-4455-6677-8899-aabbccddeeff")) },
        { new DateOnly(2024, 2, 15), NedbValue.FromDate(new(2024, 2, 15)) },
        { new TimeOnly(12, 30), NedbValue.FromTime(new(12, 30)) },
        { new DateTime(2024, 2, 15, 1, 2, 3, DateTimeKind.Utc), NedbValue.FromTimestamp(new(2024, 2, 15, 1, 2, 3, DateTimeKind.Utc)) },
        { new DateTimeOffset(2024, 2, 15, 1, 2, 3, TimeSpan.FromHours(2)),
            NedbValue.FromTimestampOffset(new(2024, 2, 15, 1, 2, 3, TimeSpan.FromHours(2))) },
        { TimeSpan.FromDays(3), NedbValue.FromDuration(TimeSpan.FromDays(3)) },
        { Color.Green, NedbValue.FromInt64(2) },
        { Huge.Most, NedbValue.FromUInt64(ulong.MaxValue) },
        { new[] { 1, 2 }, NedbValue.FromArray(new([NedbValue.FromInt64(1), NedbValue.FromInt64(2)])) },
        { new List<string?> { "a", null }, NedbValue.FromArray(new([NedbValue.FromString("a"), NedbValue.Null])) },
        { new Dictionary<string, object?> { ["b"] = 1, ["a"] = null },
            NedbValue.FromObject(new([new("a", NedbValue.Null), new("b", NedbValue.FromInt64(1))])) },
        { JsonDocument.Parse("""{"a":[1,"x",true,null]}"""),
            NedbValue.FromObject(new([new("a", NedbValue.FromArray(
                new([NedbValue.FromInt64(1), NedbValue.FromString("x"), NedbValue.True, NedbValue.Null])))])) },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_is_understood_by_its_clr_type(object? given, NedbValue expected)
    {
        var value = new NedbParameter("p", given).ToValue();

        Assert.Equal(expected.Kind, value.Kind);
        Assert.Equal(expected, value);
    }

    [Fact]
    public void Nan_may_be_compared_with() => Assert.True(double.IsNaN(new NedbParameter("p", double.NaN).ToValue().AsDouble()));

    [Fact]
    public void Text_and_bytes_longer_than_the_size_are_cut()
    {
        Assert.Equal(NedbValue.FromString("Sea"), new NedbParameter("p", "Seattle") { Size = 3 }.ToValue());
        Assert.Equal(NedbValue.FromString("Seattle"), new NedbParameter("p", "Seattle") { Size = 7 }.ToValue());
        Assert.Equal([1, 2], new NedbParameter("p", new byte[] { 1, 2, 3 }) { Size = 2 }.ToValue().AsBytes());
        Assert.Equal(NedbValue.FromInt64(12345), new NedbParameter("p", 12345) { Size = 2 }.ToValue());
        Assert.Throws<ArgumentOutOfRangeException>(() => new NedbParameter { Size = -1 });
    }

    [Fact]
    public void Bytes_changed_after_binding_change_nothing()
    {
        byte[] bytes = [1, 2, 3];
        var value = new NedbParameter("p", bytes).ToValue();

        bytes[0] = 9;

        Assert.Equal([1, 2, 3], value.AsBytes());
    }

    [Fact]
    public void A_type_that_the_database_does_not_have_is_refused_by_name()
    {
        var error = Assert.Throws<NotSupportedException>(() => new NedbParameter("p", new Version(1, 2)).ToValue());

        Assert.Contains("System.Version", error.Message);
    }

    [Theory]
    [InlineData(NedbDbType.Decimal, 5, ValueKind.Decimal)]
    [InlineData(NedbDbType.Double, 5, ValueKind.Double)]
    [InlineData(NedbDbType.Int32, 5.0, ValueKind.Int64)]
    [InlineData(NedbDbType.Guid, "00112233-4455-6677-8899-aabbccddeeff", ValueKind.Guid)]
    [InlineData(NedbDbType.Json, "[1]", ValueKind.Array)]
    [InlineData(NedbDbType.Object, "{}", ValueKind.Object)]
    public void A_declared_type_converts_what_loses_nothing(NedbDbType type, object given, ValueKind expected) =>
        Assert.Equal(expected, new NedbParameter("p", type, given).ToValue().Kind);

    [Theory]
    [InlineData(NedbDbType.Int8, 128)]
    [InlineData(NedbDbType.UInt32, -1)]
    [InlineData(NedbDbType.Int64, 1.5)]
    [InlineData(NedbDbType.Double, long.MaxValue)]
    [InlineData(NedbDbType.Boolean, 1)]
    [InlineData(NedbDbType.String, 1)]
    [InlineData(NedbDbType.Guid, "no guid")]
    [InlineData(NedbDbType.Date, "2024-01-01")]
    [InlineData(NedbDbType.Object, "[1]")]
    [InlineData(NedbDbType.Json, "{")]
    [InlineData(NedbDbType.Bytes, "abc")]
    public void A_declared_type_refuses_what_would_lose_something(NedbDbType type, object given) =>
        Assert.Throws<InvalidCastException>(() => new NedbParameter("p", type, given).ToValue());

    [Fact]
    public void Dates_convert_only_where_nothing_is_made_up()
    {
        var midnight = new DateTime(2024, 2, 15);

        Assert.Equal(NedbValue.FromDate(new(2024, 2, 15)), new NedbParameter("p", NedbDbType.Date, midnight).ToValue());
        Assert.Equal(NedbValue.FromTimestamp(midnight), new NedbParameter("p", NedbDbType.Timestamp, new DateOnly(2024, 2, 15)).ToValue());
        Assert.Throws<InvalidCastException>(() => new NedbParameter("p", NedbDbType.Date, midnight.AddHours(1)).ToValue());
        Assert.Throws<InvalidCastException>(() => new NedbParameter("p", NedbDbType.TimestampOffset, midnight).ToValue());
    }

    [Fact]
    public void The_types_are_numbered_as_those_of_fields()
    {
        Assert.Equal(Enum.GetNames<FieldKind>(), Enum.GetNames<NedbDbType>());
        foreach (var kind in Enum.GetValues<FieldKind>())
            Assert.Equal(kind.ToString(), ((NedbDbType)(int)kind).ToString());
    }

    [Fact]
    public void The_type_in_ado_nets_words_follows_the_value_until_it_is_set()
    {
        var parameter = new NedbParameter("p", 5);
        Assert.Equal(DbType.Int32, parameter.DbType);

        parameter.DbType = DbType.Currency;
        Assert.Equal(DbType.Currency, parameter.DbType);
        Assert.Equal(NedbDbType.Decimal, parameter.NedbDbType);

        parameter.ResetDbType();
        Assert.Equal(NedbDbType.Any, parameter.NedbDbType);
        Assert.Throws<NotSupportedException>(() => parameter.DbType = DbType.Xml);
    }

    [Fact]
    public void Only_input_exists()
    {
        var parameter = new NedbParameter { Direction = ParameterDirection.Input };

        Assert.Throws<NotSupportedException>(() => parameter.Direction = ParameterDirection.Output);
    }
}
