using Nedb.Storage.Rows;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Tests.Rows;

public sealed class FieldValuesTests
{
    [Fact]
    public void Numbers_of_one_kind_lie_in_an_array_of_that_kind_and_nulls_are_told_apart()
    {
        var values = Decode(NedbValue.FromInt64(-3), default, NedbValue.FromInt64(int.MaxValue));
        Assert.Equal([-3, int.MaxValue], [values.Integers![0], values.Integers[2]]);
        Assert.Equal([false, true, false], values.Nulls!);
        Assert.Null(Decode(NedbValue.FromInt64(1)).Nulls);
        Assert.Equal([1.5f, -2], Decode(NedbValue.FromDouble(1.5), NedbValue.FromDouble(-2)).Singles!);
        Assert.Equal([1, 0], Integers(NedbValue.True, NedbValue.False));
        Assert.Equal([0, 3], Integers(NedbValue.FromDate(DateOnly.MinValue), NedbValue.FromDate(DateOnly.FromDayNumber(3))));
    }

    [Theory]
    [InlineData(0L, 0L, 0)]
    [InlineData(1_000_000L, 1_000_255L, 1)]
    [InlineData(-256L, 0L, 2)]
    [InlineData(-40_000L, 20_000L, 2)]
    [InlineData(int.MinValue, int.MaxValue, 4)]
    [InlineData(0L, 1L << 40, 8)]
    [InlineData(long.MinValue, long.MaxValue, 8)]
    public void Whole_numbers_take_as_many_bytes_as_the_greatest_distance_needs(long least, long greatest, int width)
    {
        long[] numbers = [least, greatest, least / 2 + greatest / 2, greatest, least];
        var values = Decode(Array.ConvertAll(numbers, NedbValue.FromInt64)).Integers!;
        Assert.Equal(numbers, Enumerable.Range(0, numbers.Length).Select(i => values[i]));
        var copy = new long[3];
        values.CopyTo(1, copy);
        Assert.Equal(numbers[1..4], copy);
        Assert.Equal(width * numbers.Length, values.Footprint - Decode(NedbValue.FromInt64(5)).Integers!.Footprint);
    }

    [Fact]
    public void Binary_numbers_keep_every_bit()
    {
        double[] numbers = [0.1, -0.0, double.NaN, double.MaxValue, double.Epsilon];
        foreach (var number in numbers)
        {
            var values = Decode(NedbValue.FromDouble(1.5), NedbValue.FromDouble(number));
            var found = values.Singles is { } singles ? singles[1] : values.Doubles![1];
            Assert.Equal(BitConverter.DoubleToInt64Bits(number), BitConverter.DoubleToInt64Bits(found));
        }

        Assert.NotNull(Decode(NedbValue.FromDouble(0.1)).Doubles);
        Assert.NotNull(Decode(NedbValue.FromDouble(-0.0)).Singles);
    }

    [Fact]
    public void Decimal_numbers_of_one_scale_are_whole_numbers_and_others_are_as_they_are()
    {
        var prices = Decode(NedbValue.FromDecimal(1.50m), NedbValue.FromDecimal(-0.07m), NedbValue.FromDecimal(0.00m));
        Assert.Equal([150, -7, 0], Enumerable.Range(0, 3).Select(i => prices.Integers![i]));
        Assert.Equal(["1.50", "-0.07", "0.00"], Enumerable.Range(0, 3).Select(
            i => FieldValues.ToDecimal(prices.Integers![i], prices.Scale).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        decimal[][] mixed = [[1.50m, 7m], [1m, decimal.MaxValue], [0.00m, new decimal(0, 0, 0, true, 2)], [1m, long.MaxValue + 1m]];
        foreach (var numbers in mixed)
        {
            var found = Decode([default, .. Array.ConvertAll(numbers, NedbValue.FromDecimal)]).Decimals!;
            Assert.Equal(numbers.SelectMany(decimal.GetBits), found[1..].SelectMany(decimal.GetBits));
        }
    }

    [Fact]
    public void Of_texts_that_repeat_each_is_there_once()
    {
        var values = Decode([default, .. Enumerable.Range(0, 200).Select(static i => NedbValue.FromString("text " + i % 50))]);
        Assert.Equal(50, values.Texts!.Count);
        Assert.Equal(-1, values.Codes![0]);
        for (var i = 0; i < 200; i++)
            Assert.Equal("text " + i % 50, System.Text.Encoding.UTF8.GetString(values.Texts[(int)values.Codes[i + 1]]));
    }

    [Fact]
    public void Of_texts_that_mostly_differ_none_is_kept()
    {
        var values = Decode([default, .. Enumerable.Range(0, 200).Select(static i => NedbValue.FromString("text " + i % 51))]);
        Assert.Equal(ValueKind.String, values.Kind);
        Assert.Null(values.Codes);
        Assert.Null(values.Texts);
        Assert.True(values.Nulls![0]);
    }

    [Fact]
    public void Timestamps_are_ticks_as_long_as_all_mean_the_same()
    {
        var first = new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Utc);
        var values = Decode(NedbValue.FromTimestamp(first), NedbValue.FromTimestamp(DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc)));
        Assert.Equal([first.Ticks, DateTime.MaxValue.Ticks], [values.Integers![0], values.Integers[1]]);
        Assert.Equal(DateTimeKind.Utc, values.TimeKind);
        Assert.Equal(
            RowBlock.Unknown, Decode(NedbValue.FromTimestamp(first), NedbValue.FromTimestamp(DateTime.MaxValue)).Kind);
    }

    [Fact]
    public void Values_of_several_kinds_and_of_other_kinds_are_left_where_they_are()
    {
        Assert.Equal(RowBlock.Unknown, Decode(NedbValue.FromInt64(1), NedbValue.FromDouble(1)).Kind);
        Assert.Equal(RowBlock.Unknown, Decode(NedbValue.FromGuid(Guid.Empty)).Kind);
        Assert.Equal(ValueKind.Null, Decode(NedbValue.Null, NedbValue.Null).Kind);
    }

    [Fact]
    public void A_version_without_the_field_is_told_apart_from_null()
    {
        var builder = new FieldValuesBuilder(2);
        builder.Miss(0);
        builder.Add(1, Bytes(NedbValue.FromInt64(4)), ValueKind.Int64);
        var values = builder.Build();
        Assert.True(values.HasMissing);
        Assert.Equal([true, false], values.Nulls!);
        Assert.False(Decode(default, NedbValue.FromInt64(4)).HasMissing);
    }

    [Fact]
    public void A_version_without_the_field_among_texts_has_none_of_them()
    {
        var builder = new FieldValuesBuilder(8);
        builder.Add(0, Bytes(NedbValue.FromString("first")), ValueKind.String);
        for (var index = 1; index < 8; index++)
            builder.Miss(index);
        var codes = builder.Build().Codes!;
        Assert.Equal([0, -1, -1, -1, -1, -1, -1, -1], Enumerable.Range(0, 8).Select(i => codes[i]));
    }

    private static IEnumerable<long> Integers(params NedbValue[] values)
    {
        var integers = Decode(values).Integers!;
        return Enumerable.Range(0, values.Length).Select(i => integers[i]);
    }

    private static FieldValues Decode(params NedbValue[] values)
    {
        var builder = new FieldValuesBuilder(values.Length);
        for (var i = 0; i < values.Length; i++)
            builder.Add(i, Bytes(values[i]), values[i].Kind);
        return builder.Build();
    }

    private static ReadOnlySpan<byte> Bytes(in NedbValue value) =>
        RowReader.Bytes(RowWriter.Write(new ShapeTable().Intern([1]), [value]), 0, 1, out _);
}
