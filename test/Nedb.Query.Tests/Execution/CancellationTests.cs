using System.Diagnostics;
using Nedb.Query.Tests.Specs;
using Nedb.Query.Writes;
using Nedb.Storage.Values;

namespace Nedb.Query.Tests.Execution;

/// <summary>
/// Every step of a query can be cancelled. Strategy: for each a query that keeps it busy for hours is cancelled after a moment; it must stop
/// soon, and the session must answer as before.
/// </summary>
public sealed class CancellationTests : IDisposable
{
    private const int Rows = 2_000;
    private const string Triples = "FROM t AS a CROSS JOIN t AS b CROSS JOIN t AS c";
    private const string Lateral = "FROM t AS a CROSS JOIN t AS b CROSS JOIN t AS x JOIN LATERAL";
    private const string Keys = "(FROM t AS b CROSS JOIN t AS c CROSS JOIN t AS d SELECT b.n + c.n + d.n AS k, b.id AS i) AS e";

    private readonly TestDatabase _database = new();

    public CancellationTests()
    {
        _database.Run("CREATE COLLECTION t (id int32 PRIMARY KEY, n int32, s string); CREATE COLLECTION u (id int32 PRIMARY KEY, n int32)");
        _database.Run("CREATE INDEX t_n ON t (n); CREATE INDEX t_s ON t (s) USING search");
        _database.Session.Write([.. Enumerable.Range(0, Rows).Select(static id => new TypedWrite
        {
            Kind = WriteKind.Insert,
            Collection = "t",
            SetFields = ["id", "n", "s"],
            SetValues =
            [
                NedbValue.FromInt64(id), NedbValue.FromInt64(id * 7919 % Rows), NedbValue.FromString("word and word" + (id % 50)),
            ],
        })]);
        _database.Run("UPDATE t SET n = n + 1 WHERE id < 20 CAUSED BY 5; LINK t:1 -next-> t:2; LINK t:2 -next-> t:1");
    }

    [Theory]
    [InlineData("scan and filter", Triples + " WHERE a.n + b.n + c.n < 0 COUNT")]
    [InlineData("index scan", "FROM t AS a CROSS JOIN t AS b JOIN t AS c ON c.n >= a.n WHERE a.n + b.n + c.n < 0 COUNT")]
    [InlineData("history", "FROM HISTORY(t) AS a CROSS JOIN HISTORY(t) AS b CROSS JOIN HISTORY(t) AS c WHERE a._seq + b._seq + c._seq < 0 COUNT")]
    [InlineData("changes", Lateral + " (FROM CHANGES(t, 0, 2000) AS c WHERE c._seq < a.n + b.n + x.n - 9000) AS d COUNT")]
    [InlineData("values", "FROM t AS a CROSS JOIN t AS b CROSS JOIN t AS c CROSS JOIN (VALUES (1), (2)) AS v(x) WHERE v.x > 5 COUNT")]
    [InlineData("unnest", Triples + " JOIN LATERAL (FROM UNNEST([a.n, b.n, c.n]) AS v WHERE v.value < 0) AS w COUNT")]
    [InlineData("search", Lateral + " (FROM t AS c WHERE contains_words(c.s, 'word7') AND c.n < a.n + b.n + x.n - 9000) AS d COUNT")]
    [InlineData("trace", Lateral + " (FROM CAUSES((FROM t AS c WHERE c.id < 20)) AS d WHERE d._seq < a.n + b.n + x.n - 9000) AS e COUNT")]
    [InlineData("links", Lateral + " (FROM LINKED((FROM t AS c WHERE c.id < 9), 'next', 5) AS d WHERE d._seq < a.n + b.n + x.n - 9000) AS e COUNT")]
    [InlineData("traverse", Lateral + " (FROM t AS c WHERE c.id < 9 TRAVERSE next) AS d WHERE d._seq < a.n + b.n + x.n - 99999 COUNT")]
    [InlineData("sort", Triples + " ORDER BY a.n + b.n - c.n")]
    [InlineData("top", Triples + " ORDER BY a.n + b.n - c.n LIMIT 10")]
    [InlineData("hash join, building", "FROM t AS a JOIN " + Keys + " ON e.k = a.id COUNT")]
    [InlineData("hash join, looking up", Triples + " JOIN (FROM t AS d WHERE d.id = 1 SELECT -1 AS n) AS e ON e.n = a.n + b.n + c.n COUNT")]
    [InlineData("left join", Triples + " LEFT JOIN u AS u ON u.n > a.n + b.n + c.n WHERE COALESCE(u.n, a.n + b.n + c.n) < -1 COUNT")]
    [InlineData("right join", "FROM t AS a RIGHT JOIN " + Keys + " ON e.k = a.id COUNT")]
    [InlineData("full join", Triples + " FULL JOIN u AS u ON u.n = a.n + b.n + c.n WHERE u.n > 5 COUNT")]
    [InlineData("lateral", Triples + " LEFT JOIN LATERAL (FROM u AS u WHERE u.n < a.n + b.n LIMIT 1) AS v WHERE COALESCE(v.n, a.n + b.n + c.n) < -1 COUNT")]
    [InlineData("buffer", "FROM t AS a JOIN " + Keys + " ON e.k < a.id - 99999 COUNT")]
    [InlineData("group", Triples + " GROUP BY a.n, b.n, c.n COUNT")]
    [InlineData("aggregate", Triples + " SELECT SUM(a.n + b.n - c.n), COUNT(DISTINCT a.n * b.n)")]
    [InlineData("distinct", "SELECT DISTINCT a.n, b.n, c.n " + Triples)]
    [InlineData("union", "((" + Triples + " SELECT a.n * b.n AS v) UNION (FROM t SELECT n AS v)) EXCEPT (FROM t SELECT n AS v)")]
    [InlineData("intersect", "(FROM t SELECT n AS v) INTERSECT (" + Triples + " SELECT a.n * b.n * c.n AS v)")]
    [InlineData("except", "(" + Triples + " WHERE a.n < 500 SELECT a.n AS v) EXCEPT (FROM t SELECT n AS v)")]
    [InlineData("window", Triples + " SELECT ROW_NUMBER() OVER (ORDER BY a.n + b.n + c.n)")]
    [InlineData("window, computing", "FROM t AS a CROSS JOIN (FROM t WHERE id < 50) AS b SELECT SUM(a.n) OVER (ORDER BY a.n ROWS BETWEEN 50000 PRECEDING AND 50000 FOLLOWING)")]
    [InlineData("in", "FROM t WHERE n IN (" + Triples + " SELECT a.n * b.n * c.n) COUNT")]
    [InlineData("exists", Triples + " WHERE EXISTS (FROM u AS u WHERE u.n > a.n + b.n + c.n) COUNT")]
    [InlineData("subquery", "FROM t AS z WHERE z.n > (" + Triples + " WHERE a.n != z.n SELECT MAX(a.n + b.n)) COUNT")]
    [InlineData("insert", "INSERT INTO u (id, n) " + Triples + " SELECT a.n * 4000000 + b.n * 2000 + c.n, a.n")]
    [InlineData("update", "FROM t AS a JOIN t AS b ON b.n >= 0 JOIN t AS c ON c.n >= 0 WHERE a.n + b.n + c.n < 0 UPDATE a SET n = 1")]
    [InlineData("delete", "FROM t AS z WHERE EXISTS (" + Triples + " WHERE a.n + b.n + c.n < z.n - 9000) DELETE")]
    public void A_busy_step_stops_soon_and_the_session_goes_on(string step, string query)
    {
        Assert.NotEmpty(step);
        Cancels(query);
        _database.Session.Begin();
        Cancels(query);
        _database.Session.Rollback();
    }

    [Theory]
    [InlineData(Triples + " ORDER BY a.n + b.n - c.n SELECT a.s")]
    [InlineData("FROM t AS a JOIN " + Keys + " ON e.k = a.id COUNT")]
    [InlineData("FROM t AS a FULL JOIN " + Keys + " ON e.k = a.id COUNT")]
    [InlineData("FROM t AS a JOIN " + Keys + " ON e.k < a.id - 99999 COUNT")]
    [InlineData(Triples + " GROUP BY a.n, b.n, c.n COUNT")]
    [InlineData("SELECT DISTINCT a.n, b.n, c.n " + Triples)]
    [InlineData("(FROM t SELECT n AS v) INTERSECT (" + Triples + " SELECT a.n * b.n * c.n AS v)")]
    [InlineData(Triples + " SELECT ROW_NUMBER() OVER (ORDER BY a.n + b.n + c.n)")]
    [InlineData("FROM t WHERE n IN (" + Triples + " SELECT a.n * b.n * c.n) COUNT")]
    public void A_step_that_gives_its_rows_to_a_file_stops_soon_too(string query)
    {
        _database.Session.MemoryLimit = 50_000;
        Cancels(query);
    }

    [Fact]
    public void Planning_stops_too()
    {
        // Each common table stands twice in the next one, so that the last one is a million of the first.
        var tables = Enumerable.Range(1, 20).Select(static i => $"c{i} AS (FROM c{i - 1} AS a JOIN c{i - 1} AS b ON a.v = b.v SELECT a.v)");
        Cancels($"WITH c0 AS (FROM t SELECT n AS v), {string.Join(", ", tables)} FROM c20 COUNT");
    }

    [Fact]
    public void A_sort_stops_while_it_sorts()
    {
        var engine = _database.Engine;
        using var session = engine.OpenSession();
        var script = engine.Prepare("FROM t AS a CROSS JOIN (FROM t WHERE id < 400) AS b ORDER BY a.s, b.s, a.n * b.n DESC LIMIT 790000");
        // Reading takes a part of the time, sorting the rest: whenever it is cancelled, it stops.
        for (var delay = 1; delay < 4_000; delay *= 2)
        {
            using var timed = new CancellationTokenSource(delay);
            try
            {
                using var result = session.Execute(script, NqlParameters.Empty, timed.Token);
                if (result.Read())
                    break;
            }
            catch (OperationCanceledException)
            {
                Assert.Equal(["2000"], _database.Texts("FROM t SELECT COUNT(*)"));
            }
        }

        Assert.Equal(["2000"], _database.Texts("FROM t SELECT COUNT(*)"));
    }

    public void Dispose() => _database.Dispose();

    private void Cancels(string query)
    {
        using var source = new CancellationTokenSource();
        var clock = new Stopwatch();
        using var timer = new Timer(_ =>
        {
            clock.Start();
            source.Cancel();
        });
        timer.Change(60, Timeout.Infinite);
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            using var result = _database.Session.Execute(_database.Engine.Prepare(query), NqlParameters.Empty, source.Token);
            while (result.Read())
            {
            }
        });
        Assert.InRange(clock.ElapsedMilliseconds, 0, 5_000);
        Assert.Equal(["2000 | 0"], _database.Texts("FROM t SELECT COUNT(*), (FROM u COUNT)"));
    }
}
