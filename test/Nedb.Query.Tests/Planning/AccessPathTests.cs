using System.Globalization;
using Nedb.Query.Tests.Specs;
using Nedb.Storage.Values;

namespace Nedb.Query.Tests.Planning;

/// <summary>Ways to documents by orders, alternatives and ends of indexes: the same answers as without indexes, and read as they should.</summary>
public sealed class AccessPathTests : IDisposable
{
    private readonly TestDatabase _plain = new();
    private readonly TestDatabase _indexed = new();

    public AccessPathTests()
    {
        var random = new Random(20261130);
        var t = new List<string>();
        var u = new List<string>();
        for (var i = 0; i < 3_000; i++)
        {
            var a = random.Next(8) == 0 ? "null" : Text(random.Next(40));
            t.Add($"({i}, {a}, {random.Next(300)}, 's{random.Next(5)}', {random.Next(100_000)})");
            u.Add($"({i / 10}, {9 - i % 10}, {random.Next(50)}, {random.Next(1_000)}.5)");
        }

        foreach (var database in (TestDatabase[])[_plain, _indexed])
        {
            database.Run(
                "CREATE COLLECTION t (id int32 PRIMARY KEY, a int32, b int32 NOT NULL, s string NOT NULL, n int32 NOT NULL); "
                + "CREATE COLLECTION u (x int32 NOT NULL, y int32 NOT NULL, a int32 NOT NULL, d decimal NOT NULL, PRIMARY KEY (x, y))");
            database.Run($"INSERT INTO t (id, a, b, s, n) VALUES {string.Join(", ", t)}");
            database.Run($"INSERT INTO u (x, y, a, d) VALUES {string.Join(", ", u)}");
        }

        _indexed.Run(
            "CREATE INDEX t_a ON t (a); CREATE INDEX t_b ON t (b DESC); CREATE INDEX t_sb ON t (s, b); CREATE INDEX t_n ON t (n); "
            + "CREATE INDEX u_a ON u (a); CREATE INDEX u_d ON u (d)");
    }

    [Theory]
    [InlineData("FROM t SELECT id, a ORDER BY a, id LIMIT 20")]
    [InlineData("FROM t SELECT id, a ORDER BY a DESC, id DESC LIMIT 20 OFFSET 15")]
    [InlineData("FROM t SELECT id, a ORDER BY a DESC, id LIMIT 20")]
    [InlineData("FROM t SELECT id, b ORDER BY b DESC, id LIMIT 30")]
    [InlineData("FROM t SELECT id, b ORDER BY b, id DESC LIMIT 30")]
    [InlineData("FROM t WHERE s = 's3' SELECT id, b ORDER BY b, id LIMIT 7")]
    [InlineData("FROM t WHERE s = 's3' SELECT id, b ORDER BY s, b DESC, id DESC LIMIT 7")]
    [InlineData("FROM t WHERE s = 's3' SELECT id, b ORDER BY s LIMIT 7")]
    [InlineData("FROM t WHERE a = 7 SELECT id ORDER BY id DESC LIMIT 3")]
    [InlineData("FROM t WHERE a > 30 OR (a = 30 AND id > 700) SELECT id, a ORDER BY a, id LIMIT 9")]
    [InlineData("FROM t WHERE b < 100 OR (b = 100 AND id > 1700) SELECT id, b ORDER BY b DESC, id LIMIT 9")]
    [InlineData("FROM t WHERE a < 20 OR (a = 20 AND id < 1700) SELECT id, a ORDER BY a DESC, id DESC LIMIT 9")]
    [InlineData("FROM u SELECT x, y ORDER BY a, x, y LIMIT 12")]
    [InlineData("FROM u SELECT x, y ORDER BY a DESC, x DESC, y DESC LIMIT 12")]
    [InlineData("FROM u SELECT x, y, a ORDER BY a, x LIMIT 12")]
    [InlineData("FROM u SELECT x, y, a ORDER BY a DESC, x LIMIT 12")]
    public void A_page_by_an_index_and_then_by_the_key_is_read_from_the_index(string query)
    {
        Check(query);
        Assert.DoesNotContain("sort", Explain(query), StringComparison.Ordinal);
        Assert.DoesNotContain("top", Explain(query), StringComparison.Ordinal);
        Assert.Contains("index scan", Explain(query), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FROM u SELECT x, y, a ORDER BY a, y LIMIT 12")]
    [InlineData("FROM u SELECT x, y, a ORDER BY a, x DESC LIMIT 12")]
    [InlineData("FROM u SELECT x, y, a ORDER BY a DESC, x DESC, y LIMIT 12")]
    [InlineData("FROM t SELECT id, b ORDER BY b DESC, id DESC LIMIT 30")]
    public void Another_order_than_that_of_the_key_behind_an_index_is_sorted(string query)
    {
        Check(query);
        Assert.Contains("top", Explain(query), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FROM t WHERE a = 3 OR n = 77 SELECT id")]
    [InlineData("FROM t WHERE n BETWEEN 100 AND 300 OR n BETWEEN 99700 AND 99800 SELECT id, n ORDER BY n")]
    [InlineData("FROM t WHERE (a = 3 AND b > 100) OR id = 5 OR id IN (7, 8, 900) SELECT id, a")]
    [InlineData("FROM t WHERE (id = 3 OR n = 77 OR a = 1) AND s = 's1' SELECT COUNT(*)")]
    [InlineData("FROM u WHERE (x = 3 AND y = 4) OR (x = 200 AND y = 1) OR (x = 3 AND y = 4) SELECT x, y, a")]
    [InlineData("FROM u WHERE x = 12 OR d BETWEEN 100.5 AND 110.5 SELECT x, y ORDER BY y, x")]
    public void Alternatives_are_sought_one_by_one_and_each_document_comes_once(string query)
    {
        Check(query);
        Assert.Contains("union in key order", Explain(query), StringComparison.Ordinal);
        Assert.DoesNotContain("by all", Explain(query), StringComparison.Ordinal);
    }

    [Fact]
    public void Alternatives_that_no_index_finds_or_that_find_too_much_are_filtered()
    {
        foreach (var query in (string[])["FROM t WHERE a = 3 OR s LIKE '%3' SELECT id", "FROM t WHERE b > 1 OR n > 1 SELECT id"])
        {
            Check(query);
            Assert.Contains("by all", Explain(query), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("FROM t SELECT MAX(a)")]
    [InlineData("FROM t SELECT MAX(b), 1")]
    [InlineData("FROM t SELECT MIN(b)")]
    [InlineData("FROM t SELECT MIN(id)")]
    [InlineData("FROM t SELECT MIN(a)")]
    [InlineData("FROM t SELECT MAX(id) + 1")]
    [InlineData("FROM t WHERE s = 's2' SELECT MAX(b)")]
    [InlineData("FROM t WHERE s = 'none' SELECT MAX(b)")]
    [InlineData("FROM u SELECT MAX(d)")]
    public void The_least_or_greatest_is_read_at_the_end_of_an_index(string query)
    {
        Check(query);
        Assert.Contains("limit", Explain(query), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FROM t WHERE s = 's1' SELECT MIN(a)")]
    [InlineData("FROM t WHERE n > 70 SELECT MAX(b)")]
    [InlineData("FROM t SELECT MAX(DISTINCT a), MIN(b)")]
    [InlineData("FROM t GROUP BY s SELECT s, MAX(b)")]
    public void The_least_or_greatest_of_other_rows_is_looked_for_in_all_of_them(string query)
    {
        Check(query);
        Assert.DoesNotContain("limit", Explain(query), StringComparison.Ordinal);
    }

    [Fact]
    public void The_size_of_a_collection_is_not_counted()
    {
        const string Query = "FROM t SELECT COUNT(*), COUNT(*) + 1";
        Check(Query);
        Assert.Equal(0, StartsOf(_indexed, Query, "scan"));
        var seq = _indexed.Store.Seq;
        _indexed.Run("DELETE FROM t WHERE id < 100");
        Assert.Equal(["2900"], _indexed.Texts("FROM t SELECT COUNT(*)"));
        Assert.Equal(["3000"], _indexed.Texts($"FROM t AS OF {Text(seq)} SELECT COUNT(*)"));
        Assert.Equal(["2900"], _indexed.Texts("FROM t WHERE id >= 0 SELECT COUNT(*)"));
    }

    [Fact]
    public void A_transaction_counts_what_it_wrote()
    {
        _indexed.Session.Begin();
        _indexed.Run("DELETE FROM t WHERE id < 10");
        Assert.Equal(["2990"], _indexed.Texts("FROM t SELECT COUNT(*)"));
        _indexed.Session.Rollback();
        Assert.Equal(["3000"], _indexed.Texts("FROM t SELECT COUNT(*)"));
    }

    [Fact]
    public void Partners_of_few_rows_are_sought_and_those_of_many_read_into_a_table_however_many_were_expected()
    {
        const string Few = "FROM t AS o LEFT JOIN u ON u.x = o.id WHERE o.n > 99000 SELECT o.id, u.y, u.d";
        const string Many = "FROM t AS o LEFT JOIN u ON u.x = o.id WHERE o.n > 1000 SELECT o.id, u.y, u.d";
        Check(Few);
        Check(Many);
        Assert.Equal(0, StartsOf(_plain, Few, "u by all"));
        Assert.Equal(1, StartsOf(_plain, Many, "u by all"));
        Assert.InRange(StartsOf(_plain, Many, "u by key range"), 0, 100);
    }

    [Fact]
    public void Rows_of_a_subquery_are_sought_as_long_as_few_ask_for_them()
    {
        const string Few = "FROM t AS o WHERE o.n > 99800 SELECT o.id, (FROM u WHERE u.x = o.id SELECT SUM(u.d)) AS d";
        const string Many = "FROM t AS o SELECT o.id, (FROM u WHERE u.x = o.id SELECT SUM(u.d)) AS d";
        Check(Few);
        Check(Many);
        Assert.Equal(0, StartsOf(_plain, Few, "u by all"));
        Assert.Equal(1, StartsOf(_plain, Many, "u by all"));
    }

    [Fact]
    public void A_range_that_depends_on_outer_rows_is_sought_for_each_of_them()
    {
        const string Ranges = "FROM u AS o JOIN t ON t.n >= o.a * 100 AND t.n < o.a * 100 + 50 WHERE o.x < 3 SELECT o.x, o.y, t.id";
        const string Last = "FROM u AS o WHERE o.x < 3 SELECT o.y, (FROM t WHERE t.n <= o.a * 100 SELECT t.id ORDER BY t.n DESC, t.id LIMIT 1) AS i";
        Check(Ranges);
        Check(Last);
        Assert.Contains("index t_n", Explain(Ranges), StringComparison.Ordinal);
        Assert.Contains("index t_n backwards", Explain(Last), StringComparison.Ordinal);
        Assert.DoesNotContain("buffer", Explain(Ranges) + Explain(Last), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_null_begins_behind_the_nulls_of_an_index()
    {
        _indexed.Run("CREATE INDEX t_ad ON t (a DESC)");
        foreach (var query in (string[])
            ["FROM t WHERE a IS NOT NULL SELECT id, a ORDER BY a, id LIMIT 4", "FROM t WHERE a IS NOT NULL SELECT id, a ORDER BY a DESC LIMIT 4"])
        {
            Check(query);
            Assert.InRange(RowsOf(_indexed, query, "index scan"), 1, 120);
        }
    }

    [Theory]
    [InlineData("FROM t WHERE n > 99900 AND b > 5 SELECT id", "index t_n")]
    [InlineData("FROM t WHERE n > 5 AND b > 295 SELECT id", "index t_b")]
    [InlineData("FROM t WHERE n < 300 OR n > 99700 SELECT id", "union")]
    [InlineData("FROM t WHERE s IN ('s1', 's2', 's4') SELECT id ORDER BY n, id LIMIT 5", "index t_n")]
    [InlineData("FROM t WHERE n < 200 SELECT id ORDER BY b DESC LIMIT 5", "index t_n")]
    public void Of_several_ways_the_one_that_finds_less_is_taken(string query, string way)
    {
        Check(query);
        Assert.Contains(way, Explain(query), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_of_joined_rows_begins_with_the_few_that_a_condition_finds()
    {
        const string Query = "FROM u JOIN t ON t.id = u.a WHERE t.n < 200 SELECT u.x, u.y, t.n ORDER BY u.d, u.x, u.y LIMIT 5";
        Check(Query);
        Assert.Contains("index t_n", Explain(Query), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_whose_size_is_a_parameter_is_expected_to_be_small()
    {
        const string Query = "FROM (FROM t SELECT id, a ORDER BY id LIMIT @size) AS o LEFT JOIN t AS i ON i.id = o.a SELECT o.id, i.n";
        var plan = string.Join('\n', _indexed.Texts("EXPLAIN " + Query, ("size", NedbValue.FromInt64(5))));
        Assert.Contains("t by key: id = a", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("hash", plan, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _plain.Dispose();
        _indexed.Dispose();
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private void Check(string query) => Assert.Equal(_plain.Texts(query), _indexed.Texts(query));

    private string Explain(string query) => string.Join('\n', _indexed.Texts("EXPLAIN " + query));

    /// <summary>How often the step that is named so was started.</summary>
    private static long StartsOf(TestDatabase database, string query, string step) => Sum(database, query, step, 3);

    /// <summary>How many rows the step that is named so gave.</summary>
    private static long RowsOf(TestDatabase database, string query, string step) => Sum(database, query, step, 4);

    private static long Sum(TestDatabase database, string query, string step, int column) => database.Rows("EXPLAIN ANALYZE " + query)
        .Where(row => $"{row[0]} {row[1]}".Contains(step, StringComparison.Ordinal)).Sum(row => row[column].AsInt64());
}
