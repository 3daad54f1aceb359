using Nedb.Query.Definitions;
using Nedb.Query.Tests.Specs;
using Nedb.Storage;
using Nedb.Testing.Io;

namespace Nedb.Query.Tests.Execution.Operators;

/// <summary>The first versions of a history in the order of their seqs are those that come first when all are sorted.</summary>
public sealed class SeqOrderPlanTests : IDisposable
{
    private const int Rounds = 700;

    private static readonly string[] Columns = ["_seq, _id, x, _deleted", "_seq, _id, _superseded_seq, _superseded_at"];

    private readonly TempFolder _folder = new();
    private readonly TestDatabase _database;

    public SeqOrderPlanTests()
    {
        _database = new(NedbStore.Open(
            _folder["data"], new() { MemtableBytes = 64 * 1024, ExpressionCompiler = NqlExpressionCompiler.Instance }));
        _database.Run("CREATE COLLECTION a (id int32 PRIMARY KEY, x int32); CREATE COLLECTION b (id int32 PRIMARY KEY)");
        var random = new Random(1);
        for (var round = 0; round < Rounds; round++)
        {
            var id = random.Next(60);
            _database.Run(random.Next(5) switch
            {
                0 => $"DELETE FROM a WHERE id = {id}",
                1 => $"PUT b {{id: {round}}}, {{id: {round + Rounds}}}, {{id: {round + 2 * Rounds}}}",
                2 => $"UPDATE a SET x = {random.Next(90)} WHERE id = {id}",
                _ => $"PUT a {{id: {id}, x: {random.Next(90)}}}",
            });
        }
    }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("WHERE x > 40")]
    [InlineData("WHERE x = 7 AND NOT _deleted")] // so few that the walk is given up
    [InlineData("WHERE x = 1000")]
    [InlineData("WHERE _superseded_seq = null")]
    [InlineData("WHERE id < 20")]
    [InlineData("WHERE _deleted")]
    [InlineData("WHERE _seq < {0}")]
    [InlineData("WHERE _seq <= {0} AND _seq > 30")]
    [InlineData("WHERE {0} <= _seq")]
    [InlineData("WHERE _seq >= {0} - 200 AND {0} >= _seq AND x != 3")]
    [InlineData("WHERE _seq > 9223372036854775807")]
    [InlineData("WHERE _seq < -9223372036854775807")]
    [InlineData("WHERE _seq > 20.5 AND _seq < null")]
    public void The_first_by_their_seqs_are_the_first_of_all_that_are_sorted(string where)
    {
        var last = _database.Store.Seq;
        foreach (var past in (string[])["", $" AS OF {last - 300}"])
            foreach (var columns in Columns)
                foreach (var direction in (string[])["", " DESC"])
                    Check(where.Replace("{0}", $"{last - 400}"), past, columns, direction);
    }

    [Fact]
    public void What_was_pruned_is_not_found()
    {
        _database.Store.Prune(_database.Store.Seq - 200);
        foreach (var direction in (string[])["", " DESC"])
            Check("", "", Columns[1], direction);
    }

    [Fact]
    public void Erased_versions_and_definitions_are_what_they_are_to_who_sorts_them()
    {
        _database.Run("ALTER COLLECTION a ADD FIELD y int32");
        using (var transaction = _database.Store.BeginTransaction())
        {
            transaction.Erase(1, [long.Parse(_database.Texts("FROM HISTORY(a) WHERE NOT _deleted AND _superseded_seq != null SELECT MAX(_seq)")[0])], null, new());
            transaction.Commit();
        }

        Check("", "", "_seq, _id, _superseded_seq", " DESC");
    }

    [Fact]
    public void An_open_transaction_sees_its_own_versions_first()
    {
        _database.Session.Begin();
        _database.Run("PUT a {id: 70, x: 1}; UPDATE a SET x = 2 WHERE id = 70; PUT b {id: -1}; DELETE FROM a WHERE id = 70");
        Check("", "", Columns[0], " DESC");
        Assert.Equal(
            ["70 | true", "70 | false", "70 | false"],
            _database.Texts("FROM HISTORY(a) SELECT _id, _deleted ORDER BY _seq DESC LIMIT 3"));
        _database.Session.Rollback();
        Check("", "", Columns[0], " DESC");
    }

    [Fact]
    public void A_plan_says_from_where_on_it_reads()
    {
        Assert.Contains(
            _database.Texts("EXPLAIN FROM HISTORY(a) WHERE x > 3 ORDER BY _seq DESC LIMIT 10"),
            static line => line.Contains("history by seq") && line.Contains("HISTORY(a) from the newest on: x > 3"));
        // A few versions are sorted, and so is what somebody wants all of.
        foreach (var query in (string[])["WHERE id = 3 ORDER BY _seq LIMIT 10", "ORDER BY _seq", "ORDER BY x, _seq LIMIT 10"])
            Assert.DoesNotContain(_database.Texts($"EXPLAIN FROM HISTORY(a) {query}"), static line => line.Contains("history by seq"));
    }

    [Theory]
    [InlineData("FROM HISTORY(a) SELECT id, x ORDER BY _seq DESC LIMIT 10")]
    [InlineData("FROM HISTORY(a) SELECT id, x, _superseded_seq ORDER BY _seq DESC LIMIT 10")]
    [InlineData("FROM HISTORY(a) WHERE _seq > 9000 SELECT id, x ORDER BY _seq LIMIT 10")]
    public void The_newest_versions_cost_no_more_memory_than_a_few(string query)
    {
        _database.Run("INSERT INTO a (id, x) VALUES " + string.Join(", ", Enumerable.Range(100, 10_000).Select(static id => $"({id}, 1)")));
        var least = long.MaxValue;
        for (var i = 0; i < 10; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal(10, _database.Texts(query).Length);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.InRange(least, 0, 200_000);
    }

    private void Check(string where, string past, string columns, string direction)
    {
        // No two have the same seq.
        var more = columns.Contains(" x,") ? ", x" : "";
        var sorted = _database.Texts($"FROM HISTORY(a){past} {where} SELECT {columns} ORDER BY _seq + 0{direction}");
        foreach (var (offset, limit) in ((int, int)[])[(0, 1), (0, 10), (3, 40), (180, 30), (sorted.Length, 2), (0, 5_000)])
            Assert.Equal(
                sorted.Skip(offset).Take(limit),
                _database.Texts(
                    $"FROM HISTORY(a){past} {where} SELECT {columns} ORDER BY _seq{direction}{more} LIMIT {limit} OFFSET {offset}"));
    }
}
