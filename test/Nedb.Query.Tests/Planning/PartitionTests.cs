using Nedb.Query.Tests.Specs;

namespace Nedb.Query.Tests.Planning;

/// <summary>Conditions on the rows of a query with windows: those that choose whole partitions are asked before the windows are made.</summary>
public sealed class PartitionTests : IDisposable
{
    private const string Ranked =
        "FROM (FROM t AS t SELECT t.id, t.a, t.d, t.s, ROW_NUMBER() OVER (PARTITION BY t.a ORDER BY t.n DESC, t.id) AS r) AS x ";

    private const string Twice = "FROM (FROM t AS t SELECT t.id, t.a, t.s, t.d, ROW_NUMBER() OVER (PARTITION BY t.a, t.s ORDER BY t.n, t.id) AS r, "
        + "SUM(t.n) OVER (PARTITION BY t.a) AS total) AS x ";

    private readonly TestDatabase _database = new();

    public PartitionTests()
    {
        var random = new Random(20261202);
        _database.Run("CREATE COLLECTION t (id int32 PRIMARY KEY, a int32, s string NOT NULL, d decimal NOT NULL, n int32 NOT NULL); "
            + "CREATE INDEX by_a ON t (a)");
        _database.Run("INSERT INTO t (id, a, s, d, n) VALUES " + string.Join(", ", Enumerable.Range(0, 3_000).Select(
            id => $"({id}, {(id % 40 == 7 ? "null" : id % 40)}, 's{random.Next(3)}', {random.Next(3)}.{new string('0', 1 + random.Next(2))}m, {random.Next(900)})")));
    }

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData(Ranked, "x.r <= 3 AND x.a = 5", "a = 5", true)]
    [InlineData(Ranked, "x.a = 5 AND x.id > 100", "id > 100", true)]
    [InlineData(Ranked, "x.a IS NULL AND x.r < 4", "a IS NULL", true)]
    [InlineData(Ranked, "x.a IN (5, 6) AND x.r = 2", "a IN (5, 6)", true)]
    [InlineData(Ranked, "x.s = 's1' AND x.r = 1", "s = 's1'", false)]
    [InlineData(Ranked, "x.a + x.id = 46", "a + id", false)]
    [InlineData(Twice, "x.a = 5 AND x.r = 2", "a = 5", true)]
    [InlineData(Twice, "x.s = 's1' AND x.a = 5", "s = 's1'", true)]
    public void Rows_are_those_of_the_windows_over_everything(string windows, string condition, string part, bool isSought)
    {
        var all = _database.Rows(windows + "SELECT x.id, x.a, x.s, x.r");
        var chosen = _database.Rows($"{windows}WHERE {condition} SELECT x.id, x.a, x.s, x.r");

        // The rows of the whole answer whose condition is asked behind a sort, which nothing passes.
        var expected = _database.Rows($"FROM ({windows}SELECT x.id, x.a, x.s, x.r LIMIT 100000) AS x WHERE {condition} SELECT x.id, x.a, x.s, x.r");
        Assert.Equal(expected, chosen);
        Assert.NotEmpty(chosen);
        Assert.True(chosen.Count < all.Count);
        var plan = string.Join('\n', _database.Texts($"EXPLAIN {windows}WHERE {condition} SELECT x.id"));
        Assert.Equal(isSought, plan.Contains("index by_a", StringComparison.Ordinal));
        Assert.Contains(part.Split(' ')[0], plan, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_values_that_look_different_stay_in_their_partition()
    {
        const string Windows = "FROM (FROM t AS t SELECT t.id, t.d, COUNT(*) OVER (PARTITION BY t.d) AS n) AS x ";
        var counts = _database.Rows(Windows + "SELECT x.id, x.n").ToDictionary(static row => row[0], static row => row[1]);

        var chosen = _database.Rows(Windows + "WHERE CAST(x.d AS string) = '1.00' SELECT x.id, x.n");

        Assert.NotEmpty(chosen);
        Assert.All(chosen, row => Assert.Equal(counts[row[0]], row[1]));
    }
}
