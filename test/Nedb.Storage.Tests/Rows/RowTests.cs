using Nedb.Storage.Rows;
using Nedb.Storage.Values;

namespace Nedb.Storage.Tests.Rows;

public sealed class RowTests
{
    private static readonly NedbValue[] Samples =
    [
        NedbValue.Null,
        NedbValue.True,
        NedbValue.False,
        NedbValue.FromInt64(0),
        NedbValue.FromInt64(-1),
        NedbValue.FromInt64(sbyte.MinValue),
        NedbValue.FromInt64(128),
        NedbValue.FromInt64(short.MinValue),
        NedbValue.FromInt64(40_000),
        NedbValue.FromInt64(int.MinValue),
        NedbValue.FromInt64(3_000_000_000),
        NedbValue.FromInt64(long.MinValue),
        NedbValue.FromInt64(long.MaxValue),
        NedbValue.FromUInt64(ulong.MaxValue),
        NedbValue.FromDouble(-0.5),
        NedbValue.FromDouble(double.MaxValue),
        NedbValue.FromDecimal(-123.4500m),
        NedbValue.FromDecimal(decimal.MaxValue),
        NedbValue.FromString(""),
        NedbValue.FromString("plain"),
        NedbValue.FromString("naïve 日本 🎈"),
        NedbValue.FromBytes([]),
        NedbValue.FromBytes([0, 255, 7]),
        NedbValue.FromGuid(new Guid("00112233-4455-6677-8899-aabbccddeeff")),
        NedbValue.FromDate(DateOnly.MaxValue),
        NedbValue.FromDate(DateOnly.MinValue),
        NedbValue.FromTime(TimeOnly.MaxValue),
        NedbValue.FromTimestamp(new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Utc)),
        NedbValue.FromTimestamp(DateTime.MaxValue),
        NedbValue.FromTimestampOffset(new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.FromMinutes(-570))),
        NedbValue.FromDuration(TimeSpan.MinValue),
        NedbValue.FromArray(new NedbArray([NedbValue.FromInt64(1), NedbValue.FromString("x"), NedbValue.Null])),
        NedbValue.FromObject(new NedbObject([new("a", NedbValue.FromDecimal(1.50m)), new("b", NedbValue.FromArray(NedbArray.Empty))])),
    ];

    [Fact]
    public void A_row_gives_back_what_was_written_in_every_order()
    {
        var random = new Random(7);
        for (var round = 0; round < 500; round++)
        {
            var values = Enumerable.Range(0, random.Next(0, 40)).Select(_ => Samples[random.Next(Samples.Length)]).ToArray();
            var shape = new ShapeTable().Intern([.. Enumerable.Range(1, values.Length)]);
            var row = RowWriter.Write(shape, values);
            for (var i = 0; i < values.Length; i++)
            {
                var read = RowReader.Read(row, i, values.Length);
                Assert.Equal(values[i].Kind, read.Kind);
                Assert.Equal(values[i].ToString(), read.ToString());
                Assert.Equal(values[i], read);
            }
        }
    }

    [Fact]
    public void The_kind_of_a_timestamp_and_the_scale_of_a_decimal_are_kept()
    {
        var shape = new ShapeTable().Intern([1, 2]);
        var row = RowWriter.Write(shape, [NedbValue.FromTimestamp(new DateTime(1, DateTimeKind.Local)), NedbValue.FromDecimal(1.500m)]);
        Assert.Equal(DateTimeKind.Local, RowReader.Read(row, 0, 2).AsTimestamp().Kind);
        Assert.Equal("1.500", RowReader.Read(row, 1, 2).AsDecimal().ToString());
    }

    [Fact]
    public void A_shape_finds_its_fields_and_no_others()
    {
        var shape = new ShapeTable().Intern([2, 5, 9]);
        Assert.Equal([-1, -1, 0, -1, -1, 1, -1, -1, -1, 2, -1], Enumerable.Range(0, 11).Select(shape.PositionOf));
        Assert.Equal(-1, shape.PositionOf(int.MaxValue));
    }

    [Fact]
    public void Equal_fields_are_one_shape()
    {
        var shapes = new ShapeTable();
        Assert.Same(shapes.Intern([1, 2, 3]), shapes.Intern([1, 2, 3]));
        Assert.NotSame(shapes.Intern([1, 2, 3]), shapes.Intern([1, 2]));
    }

    [Fact]
    public void Reading_numbers_allocates_nothing()
    {
        var shape = new ShapeTable().Intern([1, 2, 3]);
        var row = RowWriter.Write(shape, [NedbValue.FromInt64(123_456), NedbValue.FromDecimal(1.5m), NedbValue.FromDouble(2)]);
        var sum = Sum(row);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            sum += Sum(row);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.True(sum > 0);

        static double Sum(byte[] row) =>
            RowReader.Read(row, 0, 3).AsInt64() + (double)RowReader.Read(row, 1, 3).AsDecimal() + RowReader.Read(row, 2, 3).AsDouble();
    }
}
