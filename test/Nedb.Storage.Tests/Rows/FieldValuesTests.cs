using Nedb.Storage.Rows;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Tests.Rows;

public sealed class FieldValuesTests
{
    [Fact]
    public void Numbers_of_one_kind_lie_in_an_array_of_that_kind_and_nulls_are_told_apart()
    {
        var narrow = Decode(NedbValue.FromInt64(-3), default, NedbValue.FromInt64(int.MaxValue));
        Assert.Equal([-3, 0, int.MaxValue], narrow.Integers!);
        Assert.Equal([false, true, false], narrow.Nulls!);
        var wide = Decode(NedbValue.FromInt64(1), NedbValue.FromInt64(int.MaxValue + 1L));
        Assert.Null(wide.Integers);
        Assert.Equal([1, int.MaxValue + 1L], wide.Longs!);
        Assert.Null(wide.Nulls);
        Assert.Equal([1.5, -2], Decode(NedbValue.FromDouble(1.5), NedbValue.FromDouble(-2)).Doubles!);
        Assert.Equal([1.50m, 7], Decode(NedbValue.FromDecimal(1.50m), NedbValue.FromDecimal(7)).Decimals!);
        Assert.Equal([1, 0], Decode(NedbValue.True, NedbValue.False).Integers!);
        Assert.Equal([0, 3], Decode(NedbValue.FromDate(DateOnly.MinValue), NedbValue.FromDate(DateOnly.FromDayNumber(3))).Integers!);
    }

    [Fact]
    public void Of_texts_that_repeat_each_is_there_once()
    {
        var values = Decode([default, .. Enumerable.Range(0, 200).Select(static i => NedbValue.FromString("text " + i % 7))]);
        Assert.Equal(7, values.Texts!.Count);
        Assert.Equal(-1, values.Codes![0]);
        for (var i = 0; i < 200; i++)
            Assert.Equal("text " + i % 7, System.Text.Encoding.UTF8.GetString(values.Texts[values.Codes[i + 1]]));
    }

    [Fact]
    public void Texts_that_all_differ_are_found_at_their_places_and_are_not_searched()
    {
        var values = Decode([.. Enumerable.Range(0, 500).Select(static i => NedbValue.FromString(i % 50 == 49 ? "" : "text " + i))]);
        for (var i = 0; i < 500; i++)
            Assert.Equal(i % 50 == 49 ? "" : "text " + i, System.Text.Encoding.UTF8.GetString(values.Texts![values.Codes![i]]));
        Assert.Equal(500, values.Texts!.Count);
    }

    [Fact]
    public void Timestamps_are_ticks_as_long_as_all_mean_the_same()
    {
        var first = new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Utc);
        var values = Decode(NedbValue.FromTimestamp(first), NedbValue.FromTimestamp(DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc)));
        Assert.Equal([first.Ticks, DateTime.MaxValue.Ticks], values.Longs!);
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
        var builder = new FieldValuesBuilder(3);
        builder.Add(0, Bytes(NedbValue.FromString("first")), ValueKind.String);
        builder.Miss(1);
        builder.Pass(2);
        Assert.Equal([0, -1, -1], builder.Build().Codes!);
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
