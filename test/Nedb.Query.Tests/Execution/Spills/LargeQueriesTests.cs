using System.Diagnostics;
using System.Globalization;
using Nedb.Query.Definitions;
using Nedb.Query.Tests.Specs;
using Nedb.Query.Writes;
using Nedb.Storage;
using Nedb.Storage.Values;
using Nedb.Testing.Io;

namespace Nedb.Query.Tests.Execution.Spills;

/// <summary>Queries over many times the memory that they have.</summary>
[Collection(Alone)]
public sealed class LargeQueriesTests : IDisposable
{
    public const string Alone = "Measures the memory of the process";

    private const int Rows = 40_000;
    private const long Budget = 1 << 20;

    private readonly TempFolder _folder = new();
    private readonly TestDatabase _database;

    public LargeQueriesTests()
    {
        _database = new(NedbStore.Open(_folder["db"], new()
        {
            ExpressionCompiler = NqlExpressionCompiler.Instance,
            Synchronous = SynchronousMode.Off,
            MemtableBytes = 1 << 20,
            CacheBytes = 2 << 20,
        }));
        _database.Run("CREATE COLLECTION t (id int32 PRIMARY KEY, n int32, g int32, s string, filler string)");
        var random = new Random(3);
        for (var from = 0; from < Rows; from += 5_000)
            _database.Session.Write([.. Enumerable.Range(from, 5_000).Select(id => Insert(id, random))]);
    }

    [Theory]
    [InlineData("sort", "FROM t ORDER BY s, n DESC SELECT id, s, n, filler")]
    [InlineData("top", "FROM t ORDER BY s DESC LIMIT 30000 SELECT id, filler")]
    [InlineData("hash lookup", "FROM t AS a JOIN t AS b ON a.n = b.id SELECT a.id, b.id, b.filler")]
    [InlineData("full join", "FROM t AS a FULL JOIN t AS b ON a.n = b.id SELECT a.id, b.id, b.s")]
    [InlineData("group", "FROM t GROUP BY n, s SELECT n, s, COUNT(*), SUM(id), MAX(filler)")]
    [InlineData("aggregate", "FROM t SELECT COUNT(DISTINCT s), COUNT(DISTINCT n), SUM(id)")]
    [InlineData("distinct", "SELECT DISTINCT s, n FROM t")]
    [InlineData("distinct", "(FROM t SELECT s AS v) UNION (FROM t SELECT filler AS v)")]
    [InlineData("intersect", "(FROM t SELECT n AS v) INTERSECT (FROM t SELECT id AS v)")]
    [InlineData("except", "(FROM t SELECT s AS v) EXCEPT ALL (FROM t WHERE id > 3000 SELECT s AS v)")]
    [InlineData("window", "FROM t SELECT id, ROW_NUMBER() OVER (ORDER BY s) AS r, SUM(n) OVER (PARTITION BY g ORDER BY id) AS m")]
    [InlineData("window", "FROM t SELECT id, LAG(filler) OVER (ORDER BY s, id) AS p")]
    public void A_query_over_many_times_its_memory_gives_the_same_rows_and_holds_no_more(string step, string query)
    {
        _database.Session.MemoryLimit = long.MaxValue;
        var expected = Hash(query, out var count);
        Assert.True(count > 0);
        _database.Session.QueryMemoryBytes = Budget;
        Assert.Equal(expected, Hash(query, out var found));
        Assert.Equal(count, found);
        var spilled = false;
        foreach (var row in _database.Rows("EXPLAIN ANALYZE " + query))
        {
            // What each step held is bounded: the budget, which shows only when a table has doubled, and the least part that it sorts with.
            Assert.InRange(row[6].AsInt64(), 0, Budget * 3);
            spilled |= row[0].AsString().Trim() == step && row[7].AsInt64() > Budget;
        }

        Assert.True(spilled, string.Join("\n", _database.Texts("EXPLAIN ANALYZE " + query)));
        Assert.Empty(Directory.GetFiles(_folder["db/temp"]));
    }

    [Fact]
    public void Memory_grows_by_no_more_than_the_budget_allows()
    {
        const string Query = "FROM t AS a JOIN t AS b ON a.g = b.g AND a.id < b.id AND b.id < 3000 ORDER BY b.s, a.s SELECT a.id, b.filler";
        _database.Session.QueryMemoryBytes = Budget;
        using var result = _database.Session.Execute(_database.Engine.Prepare(Query), NqlParameters.Empty);
        Assert.True(result.Read());
        var held = Enumerable.Range(0, 10).Min(static _ => MemoryAfterAWhile());
        long count = 1;
        while (result.Read())
            count++;
        Assert.True(count > 50_000, count.ToString(CultureInfo.InvariantCulture));
        // What is left when the last row was read holds none of them; while the first was read, some blocks of each run.
        result.Dispose();
        Assert.InRange(held - GC.GetTotalMemory(forceFullCollection: true), long.MinValue, 4 * Budget);
    }

    // What a merge in the background holds is not the query's.
    private static long MemoryAfterAWhile()
    {
        Thread.Sleep(30);
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    [Fact]
    public void A_cancelled_query_leaves_no_file_and_the_session_goes_on()
    {
        _database.Session.QueryMemoryBytes = Budget;
        using var source = new CancellationTokenSource();
        using (var result = _database.Session.Execute(
            _database.Engine.Prepare("FROM t ORDER BY filler, id SELECT id"), NqlParameters.Empty, source.Token))
        {
            Assert.True(result.Read());
            Assert.Single(Directory.GetFiles(_folder["db/temp"]));
            source.Cancel();
            var clock = Stopwatch.StartNew();
            Assert.ThrowsAny<OperationCanceledException>(() =>
            {
                while (result.Read())
                {
                }
            });
            Assert.InRange(clock.ElapsedMilliseconds, 0, 1_000);
        }

        Assert.Empty(Directory.GetFiles(_folder["db/temp"]));
        Assert.Equal(["40000"], _database.Texts("FROM t COUNT"));
    }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    private static TypedWrite Insert(int id, Random random) => new()
    {
        Kind = WriteKind.Insert,
        Collection = "t",
        SetFields = ["id", "n", "g", "s", "filler"],
        SetValues =
        [
            NedbValue.FromInt64(id), NedbValue.FromInt64(random.Next(Rows * 5 / 4)), NedbValue.FromInt64(random.Next(40)),
            NedbValue.FromString("text " + random.Next(Rows / 2)),
            NedbValue.FromString(new string((char)('a' + random.Next(26)), 100) + random.Next(Rows)),
        ],
    };

    /// <summary>One number for all rows and their order.</summary>
    private long Hash(string query, out int count)
    {
        using var result = _database.Execute(query);
        long hash = 17;
        count = 0;
        while (result.Read())
        {
            count++;
            for (var i = 0; i < result.Columns.Count; i++)
                hash = unchecked((hash * 31) + ValueComparer.GetHashCode(result.GetValue(i)));
        }

        return hash;
    }
}
