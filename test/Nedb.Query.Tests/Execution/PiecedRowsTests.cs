using Nedb.Query.Execution;

namespace Nedb.Query.Tests.Execution;

public sealed class PiecedRowsTests
{
    [Theory]
    [InlineData(0, 1_000)]
    [InlineData(1, 100_000)]
    [InlineData(3, 40_000)]
    [InlineData(400, 300)]
    public void Rows_stay_as_they_were_written(int width, int count)
    {
        var rows = new PiecedRows<string>(width);
        for (var turn = 0; turn < 3; turn++)
        {
            for (var row = 0; row < count; row++)
                rows.Add().Fill($"{turn} {row}");
            Assert.Equal(count, rows.Count);
            for (var row = 0; row < count; row++)
            {
                Assert.Equal(width, rows[row].Length);
                foreach (var item in rows[row])
                    Assert.Equal($"{turn} {row}", item);
            }

            rows.Clear();
            Assert.Equal(0, rows.Count);
        }
    }

    [Fact]
    public void Rows_that_were_taken_over_are_gone_where_they_were()
    {
        var (rows, other) = (Fill(50_000, 0), Fill(20_000, 7));
        rows.TakeOver(other);
        Assert.Equal((20_000, 0), (rows.Count, other.Count));
        other.Add()[0] = -1;
        for (var row = 0; row < rows.Count; row++)
            Assert.Equal(row + 7, rows[row][0]);
        Assert.Equal(-1, other[0][0]);
    }

    private static PiecedRows<int> Fill(int count, int first)
    {
        var rows = new PiecedRows<int>(1);
        for (var row = 0; row < count; row++)
            rows.Add()[0] = first + row;
        return rows;
    }
}
