using Nedb.Query.Definitions;
using Nedb.Query.Tests.Specs;
using Nedb.Storage;
using Nedb.Testing.Io;

namespace Nedb.Query.Tests.Execution.Operators;

/// <summary>Rows before an OFFSET are passed over in ways of their own; what follows must be what follows otherwise.</summary>
public sealed class SkippedRowsTests : IDisposable
{
    private const int Count = 1_500;

    private readonly TestDatabase _database = new();

    public SkippedRowsTests()
    {
        _database.Run("CREATE COLLECTION a (id int32 PRIMARY KEY, b int32, x int32)");
        _database.Run("CREATE INDEX by_b ON a (b)");
        _database.Run("INSERT INTO a (id, b, x) VALUES "
            + string.Join(", ", Enumerable.Range(0, Count).Select(static id => $"({id}, {id % 300}, {id - 700})")));
    }

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData("FROM a SELECT id")]
    [InlineData("FROM a SELECT id ORDER BY id DESC")]
    [InlineData("FROM a WHERE id >= 10 AND id < 900 SELECT id")]
    [InlineData("FROM a WHERE id IN (3, 700, 20, 5, 1499) SELECT id")]
    [InlineData("FROM a WHERE x % 2 = 0 SELECT id")]
    [InlineData("FROM a WHERE b = 17 SELECT id")]
    [InlineData("FROM a SELECT id ORDER BY b, id")]
    [InlineData("FROM a AS p JOIN a AS q ON q.b = p.id SELECT p.id, q.id")]
    [InlineData("FROM a WHERE EXISTS (FROM a AS q WHERE q.b = a.x SELECT 1) SELECT id")]
    [InlineData("FROM a SELECT id, ROW_NUMBER() OVER (PARTITION BY b ORDER BY id)")]
    [InlineData("FROM a SELECT id, x ORDER BY x * 7 % 11, id")]
    [InlineData("FROM a GROUP BY b SELECT b, SUM(x)")]
    [InlineData("FROM a GROUP BY b SELECT b, SUM(x) ORDER BY SUM(x) DESC, b")]
    [InlineData("FROM a SELECT DISTINCT b % 40")]
    [InlineData("HISTORY(a) WHERE id < 400 SELECT id, _seq")]
    public void What_follows_an_offset_is_what_follows_without_it(string query)
    {
        query = query.StartsWith("HISTORY", StringComparison.Ordinal) ? "FROM " + query : query;
        var all = _database.Texts(query);
        Assert.NotEmpty(all);
        int[] offsets = [0, 1, 3, 4, 64, 255, 256, 257, 600, all.Length - 1, all.Length, all.Length + 1, int.MaxValue];
        foreach (var offset in offsets)
            foreach (var limit in new[] { 0, 1, 20, 300, Count })
                Assert.Equal(all.Skip(offset).Take(limit), _database.Texts($"{query} OFFSET {offset} LIMIT {limit}"));
    }

    [Theory]
    [InlineData("FROM a{0} SELECT id, x")]
    [InlineData("FROM a{0} SELECT id, x ORDER BY id DESC")]
    [InlineData("FROM a{0} SELECT id, x ORDER BY b, id")]
    [InlineData("FROM a{0} SELECT id, x ORDER BY b DESC, id DESC")]
    [InlineData("FROM a{0} WHERE id >= 300 AND id < 5300 SELECT id, x")]
    [InlineData("FROM a{0} WHERE id > 300 SELECT id, x ORDER BY id DESC")]
    [InlineData("FROM a{0} WHERE b > 30 SELECT id, x ORDER BY b, id")]
    [InlineData("FROM a{0} WHERE b >= 30 AND b <= 290 SELECT id, x ORDER BY b DESC, id DESC")]
    public void Rows_are_passed_through_all_the_layers_that_they_lie_in(string query)
    {
        using var folder = new TempFolder();
        using var database = new TestDatabase(NedbStore.Open(
            folder["data"], new() { MemtableBytes = 64 * 1024, ExpressionCompiler = NqlExpressionCompiler.Instance }));
        database.Run("CREATE COLLECTION a (id int32 PRIMARY KEY, b int32, x int32); CREATE INDEX by_b ON a (b)");
        var seqs = new List<long>();
        for (var first = 0; first < 6_000; first += 1_000)
            database.Run("INSERT INTO a (id, b, x) VALUES "
                + string.Join(", ", Enumerable.Range(first, 1_000).Select(static id => $"({id}, {id % 300}, {id})")));
        for (var round = 0; round < 4; round++)
        {
            seqs.Add(database.Store.Seq);
            database.Run($"UPDATE a SET b = (b + 7) % 300 WHERE id % 11 = {round}; UPDATE a SET x = x + 1 WHERE id % 7 = {round}");
            database.Run($"DELETE FROM a WHERE id % 13 = {round} OR (id >= 2000 AND id < {2100 + round * 100})");
        }

        foreach (var past in (string[])["", $" AS OF {seqs[0]}", $" AS OF {seqs[2]}", $" AS OF {seqs[2] + 99}"])
        {
            var text = query.Replace("{0}", past);
            var all = database.Texts(text);
            foreach (var offset in (int[])[1, 300, 1_999, 2_000, 3_777, all.Length - 1, all.Length, all.Length + 1])
                Assert.Equal(all.Skip(offset).Take(30), database.Texts($"{text} OFFSET {offset} LIMIT 30"));
        }
    }

    [Fact]
    public void A_row_that_is_passed_over_is_asked_for_its_condition() =>
        Assert.Equal(
            ["6", "7"], _database.Texts("FROM a WHERE id >= 0 AND 100 / (x - 500) < 1000 SELECT id OFFSET 6 LIMIT 2"));
}
