using Nedb.Query.Diagnostics;
using Nedb.Query.Tests.Specs;
using Nedb.Query.Writes;
using Nedb.Storage.Values;

namespace Nedb.Query.Tests.Execution.Batches;

/// <summary>Groups and first rows of many rows by several threads, compared with the same by one and with LINQ to Objects.</summary>
public sealed class SharedWorkTests : IDisposable
{
    private const int Rows = 25_000;

    private readonly TestDatabase _database = new();
    private readonly (int Id, int? Key, string? Text, double Number, decimal Money)[] _rows;

    public SharedWorkTests()
    {
        var random = new Random(11);
        _rows = [.. Enumerable.Range(0, Rows).Select(id => (
            id, random.Next(20) == 0 ? default(int?) : random.Next(50), random.Next(9) == 0 ? null : "text " + random.Next(30),
            (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(12)), random.Next(100_000) / 100m))];
        _database.Run("CREATE COLLECTION t (id int32 PRIMARY KEY, k int32, s string, d double, m decimal)");
        _database.Run("CREATE COLLECTION names (id int32 PRIMARY KEY, name string)");
        _database.Session.Write([.. _rows.Select(static row => Insert(
            "t", ["id", "k", "s", "d", "m"],
            [
                NedbValue.FromInt64(row.Id), row.Key is { } key ? NedbValue.FromInt64(key) : default, NedbValue.FromString(row.Text),
                NedbValue.FromDouble(row.Number), NedbValue.FromDecimal(row.Money),
            ]))]);
        _database.Session.Write([.. Enumerable.Range(0, 40).Select(static id => Insert(
            "names", ["id", "name"], [NedbValue.FromInt64(id), NedbValue.FromString("name " + id % 7)]))]);
    }

    [Theory]
    [InlineData("FROM t SELECT COUNT(*), SUM(k), AVG(k), MIN(k), MAX(k), SUM(d), AVG(d), MIN(s), MAX(s), SUM(m), AVG(m)")]
    [InlineData("FROM t GROUP BY k SELECT k, COUNT(*), SUM(id), SUM(d), SUM(m), MIN(id), MAX(s)")]
    [InlineData("FROM t WHERE k > 10 AND s LIKE '%1%' GROUP BY s, k SELECT s, k, COUNT(d), AVG(d)")]
    [InlineData("FROM t AS t JOIN names AS n ON t.k = n.id GROUP BY n.name SELECT n.name, COUNT(*), SUM(t.d), MAX(t.id)")]
    [InlineData("FROM t AS t LEFT JOIN names AS n ON t.k = n.id WHERE t.id > 5000 GROUP BY n.name SELECT n.name, COUNT(*), SUM(t.m)")]
    [InlineData("FROM t WHERE k = -1 SELECT COUNT(*), SUM(d), MIN(k)")]
    [InlineData("FROM t SELECT MIN(d), MAX(d), MIN(m), MAX(m)")]
    [InlineData("FROM t SELECT COUNT(DISTINCT k), COUNT(DISTINCT s), COUNT(DISTINCT d)")]
    [InlineData("FROM t WHERE k > 3 SELECT COUNT(DISTINCT s), COUNT(DISTINCT m), COUNT(DISTINCT s || k), COUNT(DISTINCT id % 7), SUM(id)")]
    [InlineData("FROM t WHERE k > 10 SELECT id, k, s ORDER BY k DESC, s, id LIMIT 20")]
    [InlineData("FROM t SELECT id, k ORDER BY k LIMIT 1000 OFFSET 20")]
    [InlineData("FROM t WHERE k < 40 SELECT id ORDER BY d LIMIT 100 OFFSET 30")]
    [InlineData("FROM t SELECT id ORDER BY s DESC LIMIT 1")]
    [InlineData("FROM t SELECT id ORDER BY m + d LIMIT 60")]
    [InlineData("FROM t AS t JOIN names AS n ON t.k = n.id SELECT t.id, n.name ORDER BY n.name, t.m DESC LIMIT 50")]
    [InlineData("FROM t WHERE k = -1 SELECT id ORDER BY d LIMIT 5")]
    [InlineData("FROM t GROUP BY k SELECT k, MIN(d), MAX(d), MIN(m), MAX(m)")]
    public void However_many_threads_there_are_the_answer_is_the_same(string query)
    {
        var expected = Texts(1, query);
        foreach (var threads in (int[])[2, 3, 8])
            for (var run = 0; run < 3; run++)
                Assert.Equal(expected, Texts(threads, query));
    }

    [Fact]
    public void Groups_by_several_threads_are_those_of_LINQ()
    {
        var expected = _rows.Where(static row => row.Text is not null)
            .GroupBy(static row => row.Text)
            .OrderBy(static group => group.Key, StringComparer.Ordinal)
            .Select(static group => $"{NedbValue.FromString(group.Key)} | {group.Count()} | "
                + $"{NedbValue.FromDecimal(group.Sum(static row => row.Money))} | {group.Min(static row => row.Id)}");
        Assert.Equal(expected, Texts(4, "FROM t WHERE s IS NOT NULL GROUP BY s SELECT s, COUNT(*), SUM(m), MIN(id)"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9_000)]
    [InlineData(17_500)]
    [InlineData(Rows - 1)]
    public void Of_least_numbers_that_are_equal_and_look_different_the_first_is_shown(int first)
    {
        _database.Run("CREATE COLLECTION ties (id int32 PRIMARY KEY, d double, m decimal)");
        _database.Session.Write([.. Enumerable.Range(0, Rows).Select(id => Insert(
            "ties", ["id", "d", "m"],
            [
                NedbValue.FromInt64(id), NedbValue.FromDouble(id < first ? 1 : id == first ? -0.0 : 0),
                NedbValue.FromDecimal(id < first ? 2 : id == first ? 1.000m : 1.0m),
            ]))]);
        var expected = $"{NedbValue.FromDouble(-0.0)} | {NedbValue.FromDecimal(1.000m)}";
        Assert.NotEqual(NedbValue.FromDouble(0).ToString(), NedbValue.FromDouble(-0.0).ToString());
        foreach (var threads in (int[])[1, 2, 8])
            Assert.Equal([expected], Texts(threads, "FROM ties SELECT MIN(d), MIN(m)"));
    }

    [Fact]
    public void First_rows_by_several_threads_are_those_of_LINQ_and_equal_ones_keep_their_order()
    {
        var expected = _rows.Where(static row => row.Id % 3 != 0).OrderBy(static row => row.Key).Skip(10).Take(900)
            .Select(static row => NedbValue.FromInt64(row.Id).ToString());
        foreach (var threads in (int[])[1, 2, 5])
            Assert.Equal(expected, Texts(threads, "FROM t WHERE id % 3 <> 0 SELECT id ORDER BY k LIMIT 900 OFFSET 10"));
        Assert.Equal([_rows.Select(static row => row.Key).Where(static key => key is not null).Distinct().Count().ToString(
            System.Globalization.CultureInfo.InvariantCulture)], Texts(2, "FROM t SELECT COUNT(DISTINCT k)"));
    }

    [Fact]
    public void A_failure_in_any_thread_is_the_failure_of_the_query()
    {
        var failure = Assert.Throws<NqlException>(() => Texts(4, "FROM t SELECT SUM(100 / (id - 20000))"));
        Assert.Contains("zero", failure.Message, StringComparison.Ordinal);
        failure = Assert.Throws<NqlException>(() => Texts(4, "FROM t SELECT id ORDER BY 100 / (id - 20000) LIMIT 3"));
        Assert.Contains("zero", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_query_stops_all_threads()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var engine = new NqlEngine(_database.Store) { Threads = 4 };
        using var session = engine.OpenSession();
        Assert.ThrowsAny<OperationCanceledException>(
            () => session.Execute(engine.Prepare("FROM t SELECT SUM(d)"), NqlParameters.Empty, source.Token).Read());
    }

    public void Dispose() => _database.Dispose();

    private static TypedWrite Insert(string collection, string[] fields, NedbValue[] values) =>
        new() { Kind = WriteKind.Insert, Collection = collection, SetFields = fields, SetValues = values };

    private string[] Texts(int threads, string query)
    {
        var engine = new NqlEngine(_database.Store) { Threads = threads };
        using var session = engine.OpenSession();
        using var result = session.Execute(engine.Prepare(query), NqlParameters.Empty);
        var rows = new List<string>();
        while (result.Read())
            rows.Add(string.Join(" | ", Enumerable.Range(0, result.Columns.Count).Select(i => result.GetValue(i).ToString())));
        return [.. rows];
    }
}
