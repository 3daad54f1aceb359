using Nedb.Query.Definitions;
using Nedb.Query.Tests.Planning;
using Nedb.Query.Tests.Specs;
using Nedb.Storage;
using Nedb.Testing.Io;

namespace Nedb.Query.Tests.Execution.Spills;

/// <summary>
/// How much memory a query has changes no answer. Strategy: the same queries over the same random data, with memory for all and with none at
/// all, so that every step gives away every row that it holds; rows and their order must agree.
/// </summary>
public sealed class SpilledAnswersTests
{
    private const int QueriesPerSeed = 150;

    private static readonly string[] Queries =
    [
        "FROM t SELECT id, a, b, s, d, f, j, _id, _seq, _hash, _committed_at, _caused_by ORDER BY s DESC, b, id",
        "FROM t ORDER BY j, d DESC, id LIMIT 20",
        "FROM t ORDER BY d DESC, s OFFSET 5 LIMIT 2000",
        "FROM t ORDER BY s COLLATE unicode DESC OFFSET 3 LIMIT 30",
        "FROM t AS t JOIN u AS u ON u.t_id = t.id",
        "FROM u AS u LEFT JOIN t AS t ON u.t_id = t.a AND u.x = t.s SELECT u.g, u.id, t.id, t.j",
        "FROM t AS t RIGHT JOIN u AS u ON u.t_id = t.a SELECT t.id, u.g, u.id",
        "FROM t AS t FULL JOIN u AS u ON u.t_id = t.id AND t.a > 2 SELECT t.id, u.g, u.id, u.m",
        "FROM t AS t FULL JOIN u AS u ON u.t_id IS NOT DISTINCT FROM t.a SELECT t.id, u.g, u.id",
        "FROM t AS t FULL JOIN u AS u ON u.m > 50m AND t.a = 1 SELECT t.id, u.g, u.id",
        "FROM t AS t CROSS JOIN u AS u WHERE t.a = 3 SELECT t.id, u.g, u.id",
        "FROM t AS t JOIN (FROM u AS u WHERE u.g < 3 SELECT u.t_id, u.m) AS v ON v.m > t.b SELECT t.id, v.m",
        "FROM t GROUP BY s SELECT s, COUNT(*), SUM(a), SUM(b), AVG(b), MIN(d), MAX(id), COUNT(DISTINCT a), bool_or(f)",
        "FROM t GROUP BY a, f SELECT a, f, array_agg(id ORDER BY b DESC), string_agg(s, '-'), COUNT(DISTINCT s) FILTER (WHERE b > 2)",
        "FROM t GROUP BY j SELECT j, array_agg(DISTINCT a), stdev(b)",
        "FROM t SELECT COUNT(*), SUM(b), COUNT(DISTINCT a), COUNT(DISTINCT s), SUM(DISTINCT b), array_agg(s ORDER BY id)",
        "FROM t WHERE id < 0 SELECT COUNT(*), SUM(b), COUNT(DISTINCT a)",
        "FROM t WHERE id < 0 GROUP BY s SELECT s, COUNT(*)",
        "FROM t AS t JOIN u AS u ON u.t_id = t.id GROUP BY t.s HAVING COUNT(*) > 2 SELECT t.s, SUM(u.m), COUNT(DISTINCT u.g) ORDER BY SUM(u.m)",
        "SELECT DISTINCT s, f FROM t",
        "SELECT DISTINCT j FROM t",
        "SELECT DISTINCT a FROM t LIMIT 3",
        "(FROM t SELECT a AS v) UNION (FROM u SELECT t_id AS v)",
        "(FROM t SELECT a AS v) UNION ALL (FROM u SELECT g AS v) ORDER BY v",
        "(FROM t SELECT a AS v) INTERSECT (FROM u SELECT t_id AS v)",
        "(FROM t SELECT a AS v) EXCEPT (FROM u SELECT g AS v)",
        "(FROM u SELECT t_id AS v) INTERSECT ALL (FROM t SELECT a AS v)",
        "(FROM t SELECT a AS v) EXCEPT ALL (FROM u SELECT g AS v)",
        "(FROM t SELECT s AS v) EXCEPT (FROM u WHERE x = 'zz' SELECT x AS v)",
        "FROM t SELECT id, ROW_NUMBER() OVER (PARTITION BY a ORDER BY b DESC) AS n, RANK() OVER (ORDER BY s) AS r, "
            + "DENSE_RANK() OVER (ORDER BY s DESC) AS e",
        "FROM t SELECT id, LAG(b) OVER (PARTITION BY s ORDER BY id) AS l, LEAD(id, 2, -1) OVER (ORDER BY b, id) AS m, "
            + "FIRST_VALUE(id) OVER (PARTITION BY a ORDER BY d) AS x, LAST_VALUE(id) OVER (PARTITION BY a ORDER BY d) AS y",
        "FROM t SELECT id, SUM(b) OVER (PARTITION BY a ORDER BY s) AS p, COUNT(*) OVER (PARTITION BY f) AS q, "
            + "SUM(a) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING) AS w, MAX(s) OVER () AS z",
        "FROM (FROM t SELECT id, s, ROW_NUMBER() OVER (PARTITION BY s ORDER BY id DESC) AS n) AS w WHERE w.n <= 2 SELECT w.s, w.id, w.n",
        "FROM t WHERE a IN (FROM u SELECT t_id) SELECT id",
        "FROM t WHERE s NOT IN (FROM u WHERE x IS NOT NULL SELECT x) SELECT id",
        "FROM t AS t WHERE EXISTS (FROM u AS u WHERE u.t_id = t.a AND u.x = t.s) SELECT t.id",
        "FROM t AS t SELECT t.id, (FROM u AS u WHERE u.t_id = t.id ORDER BY u.m DESC LIMIT 1 SELECT u.m) AS m",
        "WITH w AS (FROM u GROUP BY t_id SELECT t_id, SUM(m) AS m) FROM w AS x JOIN w AS y ON x.m < y.m SELECT x.t_id, y.t_id",
        "FROM HISTORY(t) AS h ORDER BY h._seq DESC LIMIT 30 SELECT h.id, h._seq, h._superseded_seq, h._deleted, h._kind",
        "FROM HISTORY(t) AS h GROUP BY h.a SELECT h.a, COUNT(*), MAX(h._superseded_seq)",
        "FROM CHANGES(t, 5, 100) AS c ORDER BY c._id DESC SELECT c._id, c.action, c.before, c.after",
        "FROM CAUSES((FROM t WHERE id < 9), 3) AS c ORDER BY c._seq SELECT c._seq, c._depth, c._via, c._coll, c._hash, c._document",
        "FROM t AS t, u AS u, t AS w WHERE t.id = u.t_id AND w.a = u.g SELECT t.id, u.g, u.id, w.id",
        "FROM t SEARCH 'ab' ORDER BY id DESC SELECT id, s, b",
        "FROM t AS OF 60 AS t JOIN u AS u ON u.t_id = t.id ORDER BY u.m, t.id SELECT t.id, t.b, u.m",
    ];

    [Theory]
    [InlineData(1, "memory", 1)]
    [InlineData(2, "runs", 1)]
    [InlineData(3, "runs", 2)]
    [InlineData(4, "encrypted", 2)]
    public void The_same_rows_in_the_same_order_without_any_memory(int seed, string place, int threads)
    {
        using var folder = new TempFolder();
        var random = new RandomQueries(seed);
        using var database = new TestDatabase(Open(place, folder));
        database.Run(random.Data());
        // More versions than documents, causes, and what no block of a run shows.
        database.Run("UPDATE t SET b = b + 1 WHERE id < 20; DELETE FROM t WHERE id = 5; UPDATE u SET m = m * 2 WHERE g = 1 CAUSED BY 7, 9");
        database.Run(RandomQueries.Indexes[seed]);
        var engine = new NqlEngine(database.Store) { Threads = threads };
        string[] queries = [.. Queries, .. Enumerable.Range(0, QueriesPerSeed).Select(_ => random.Next())];
        foreach (var query in queries)
        {
            var expected = Texts(engine, query, long.MaxValue);
            foreach (var limit in (long[])[0, 4096])
            {
                var actual = Texts(engine, query, limit);
                Assert.True(
                    expected.SequenceEqual(actual),
                    $"seed {seed}, limit {limit}\n{query}\nwith memory: {string.Join("; ", expected)}\nwithout:     {string.Join("; ", actual)}");
            }
        }
    }

    [Fact]
    public void The_queries_reach_every_way_in_which_memory_is_given_away()
    {
        using var database = new TestDatabase();
        database.Run(new RandomQueries(1).Data());
        database.Session.MemoryLimit = 0;
        var spilling = new HashSet<string>();
        foreach (var query in Queries.Where(static query => !query.Contains("AS OF", StringComparison.Ordinal)))
            foreach (var row in database.Rows("EXPLAIN ANALYZE " + query))
                if (row[^1].AsInt64() > 0)
                    spilling.Add(row[0].AsString().Trim());
        string[] steps =
        [
            "sort", "top", "hash lookup", "full join", "right join", "group", "distinct", "intersect", "except", "window", "buffer",
        ];
        Assert.Superset(steps.ToHashSet(), spilling);
    }

    [Theory]
    [InlineData("FROM t GROUP BY d, s SELECT d, s, COUNT(*)")]
    [InlineData("SELECT DISTINCT d, s FROM t")]
    [InlineData("SELECT DISTINCT s, d FROM t WHERE id > 0")]
    public void A_row_of_equal_values_of_another_look_shows_those_of_the_first_of_its_own(string query)
    {
        using var database = new TestDatabase();
        database.Run("CREATE COLLECTION t (id int32 PRIMARY KEY, d any, s string)");
        database.Run("INSERT INTO t (id, d, s) VALUES (0, 1.0m, 'a'), (1, 1, 'b'), (2, 1.00m, 'a'), (3, 1.000m, 'b'), (4, 2.0m, 'a')");
        var first = Texts(database.Engine, query, long.MaxValue);
        Assert.Equal(3, first.Length);
        Assert.Contains(first, static row => row.Split(" | ") is var values && values[..2].Order().SequenceEqual(["\"b\"", "1"]));
        Assert.Equal(first, Texts(database.Engine, query, 0));
    }

    [Fact]
    public void A_transaction_gives_its_own_rows_away_and_gets_them_back()
    {
        using var database = new TestDatabase();
        database.Run("CREATE COLLECTION t (id int32 PRIMARY KEY, s string); INSERT INTO t (id, s) VALUES (1, 'b'), (2, 'a')");
        database.Session.MemoryLimit = 0;
        database.Session.Begin();
        database.Run("INSERT INTO t (id, s) VALUES (3, 'c'); UPDATE t SET s = 'z' WHERE id = 1");
        Assert.Equal(
            ["2 | \"a\" | false", "3 | \"c\" | true", "1 | \"z\" | true"],
            database.Texts("FROM t ORDER BY s SELECT id, s, _hash IS NULL"));
        database.Run("UPDATE t SET s = upper(s) WHERE id IN (FROM t ORDER BY s DESC LIMIT 2 SELECT id)");
        database.Session.Commit();
        Assert.Equal(["1 | \"Z\"", "2 | \"a\"", "3 | \"C\""], database.Texts("FROM t SELECT id, s"));
    }

    private static NedbStore Open(string place, TempFolder folder)
    {
        var options = new StoreOptions { ExpressionCompiler = NqlExpressionCompiler.Instance, Synchronous = SynchronousMode.Off, MemtableBytes = 4096 };
        return place switch
        {
            "memory" => NedbStore.OpenInMemory(options),
            "runs" => NedbStore.Open(folder["db"], options),
            _ => NedbStore.Open(folder["db"], options with { Key = EncryptionKey.Generate() }),
        };
    }

    private static string[] Texts(NqlEngine engine, string query, long limit)
    {
        using var session = engine.OpenSession();
        session.MemoryLimit = limit;
        using var result = session.Execute(engine.Prepare(query), NqlParameters.Empty);
        var rows = new List<string>();
        while (result.Read())
            rows.Add(string.Join(" | ", Enumerable.Range(0, result.Columns.Count).Select(i => result.GetValue(i).ToString())));
        return [.. rows];
    }
}
