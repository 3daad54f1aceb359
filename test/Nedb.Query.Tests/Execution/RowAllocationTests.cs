using Nedb.Query.Definitions;
using Nedb.Query.Tests.Specs;
using Nedb.Storage;
using Nedb.Testing.Io;

namespace Nedb.Query.Tests.Execution;

/// <summary>What a row costs whose caller reads numbers: nothing, wherever the document lies.</summary>
public sealed class RowAllocationTests : IDisposable
{
    private const int Count = 16_000;
    private const int Groups = 4_000;

    private readonly TempFolder _folder = new();
    private readonly TestDatabase _database;

    public RowAllocationTests()
    {
        using (var filled = Open())
        {
            filled.Run("CREATE COLLECTION a (id int32 PRIMARY KEY, b int32, x int32, c int32); CREATE INDEX by_c ON a (c)");
            for (var first = 0; first < Count; first += 1_000)
                filled.Run("INSERT INTO a (id, b, x, c) VALUES "
                    + string.Join(", ", Enumerable.Range(first, 1_000).Select(static id => $"({id}, {id % Groups}, 1, {id % Groups})")));
        }

        // From here on all of it lies in runs.
        _database = Open();
    }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("FROM a SELECT id, b, x", Count)]
    [InlineData("FROM a WHERE id >= 0 AND id < 16000 SELECT id, b, x", Count)]
    [InlineData("FROM a WHERE b >= 0 SELECT id, b, x", Count)]
    [InlineData("FROM a WHERE b >= 0 AND x + 1 > 1 SELECT id, b, x LIMIT 15000", 15_000)]
    [InlineData("FROM a WHERE b < 0 OR x = 1 SELECT id, b, x", Count)]
    [InlineData("FROM a WHERE b IN (1, 2) OR x IS NOT NULL SELECT id, b, x", Count)]
    [InlineData("FROM a WHERE x IN (1, 7) AND b NOT IN [-1, -2] SELECT id, b, x", Count)]
    [InlineData("FROM a SELECT id, b, x LIMIT 15000", 15_000)]
    [InlineData("FROM a WHERE id BETWEEN 0 AND 7999 SELECT id, b, x OFFSET 100 LIMIT 7000", 7_000)]
    [InlineData("FROM a SELECT id, b, x OFFSET 15000 LIMIT 1000", 1_000)]
    public void Of_a_row_whose_fields_are_read_no_document_is_made(string text, int rows) => Assert.InRange(Measure(text, rows), 0, 24);

    [Theory]
    [InlineData("FROM a SELECT id, b, x ORDER BY c, id LIMIT 10 OFFSET 15000")]
    [InlineData("FROM a SELECT id, b, x ORDER BY c DESC, id DESC LIMIT 10 OFFSET 15000")]
    [InlineData("FROM a SELECT id, b, x ORDER BY id LIMIT 10 OFFSET 15000")]
    [InlineData("FROM a SELECT id, b, x ORDER BY id DESC LIMIT 10 OFFSET 15000")]
    [InlineData("FROM a WHERE c >= 100 SELECT id, b, x ORDER BY c, id LIMIT 10 OFFSET 15000")]
    [InlineData("FROM a WHERE c < 3900 SELECT id, b, x ORDER BY c DESC, id DESC LIMIT 10 OFFSET 15000")]
    [InlineData("FROM a WHERE id > 100 SELECT id, b, x ORDER BY id LIMIT 10 OFFSET 15000")]
    [InlineData("FROM a AS OF 12000 SELECT id, b, x ORDER BY c, id LIMIT 10 OFFSET 11000")]
    [InlineData("FROM a AS OF 12000 SELECT id, b, x ORDER BY c DESC, id DESC LIMIT 10 OFFSET 11000")]
    [InlineData("FROM a AS OF 12000 SELECT id, b, x ORDER BY id DESC LIMIT 10 OFFSET 11000")]
    public void A_row_before_an_offset_costs_nothing(string text) => Assert.InRange(Measure(text, 10), 0, 2_000);

    [Theory]
    [InlineData("FROM a GROUP BY b SELECT b, SUM(x), COUNT(*)", Groups)]
    [InlineData("FROM a GROUP BY b HAVING SUM(x) = 4 SELECT b, SUM(x), COUNT(*)", Groups)]
    [InlineData("FROM a GROUP BY b SELECT b, SUM(x), COUNT(*) LIMIT 3000", 3_000)]
    public void Groups_are_handed_out_in_one_row(string text, int rows) => Assert.InRange(Measure(text, rows), 0, 48);

    [Theory]
    [InlineData("FROM a SELECT id, ROW_NUMBER() OVER (PARTITION BY b ORDER BY id), x")]
    [InlineData("FROM a SELECT id, RANK() OVER (ORDER BY x, id DESC), x")]
    public void What_window_functions_keep_of_rows_is_used_again(string text) => Assert.InRange(Measure(text, Count), 0, 24);

    private TestDatabase Open() => new(NedbStore.Open(
        _folder["data"], new() { MemtableBytes = 64 * 1024, ExpressionCompiler = NqlExpressionCompiler.Instance }));

    /// <summary>The least that a row costs, in bytes: as long as runs are merged in the background, blocks are read anew.</summary>
    private long Measure(string text, int rows)
    {
        var script = _database.Engine.Prepare(text);
        var least = long.MaxValue;
        for (var i = 0; i < 20; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Read();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least / rows;

        void Read()
        {
            var count = 0;
            using var result = _database.Session.Execute(script, new NqlParameters());
            while (result.Read())
                count += result.GetInt64(0) >= 0 && result.GetInt64(2) > 0 ? 1 : 0;
            Assert.Equal(rows, count);
        }
    }
}
