using System.Globalization;
using Nedb.Query.Tests.Specs;

namespace Nedb.Query.Tests.Execution.Operators;

/// <summary>Aggregates that are started for each outer row, which use again what they made for the rows before.</summary>
public sealed class GroupPlanTests : IDisposable
{
    private const int Owners = 12;

    private readonly TestDatabase _database = new();

    public GroupPlanTests()
    {
        _database.Run("CREATE COLLECTION o (id int32 PRIMARY KEY)");
        _database.Run("CREATE COLLECTION i (id int32 PRIMARY KEY, o int32, x int32, a any, t string)");
        _database.Run($"INSERT INTO o (id) VALUES {Rows(Owners, static id => $"({id})")}");
        // Owners have none, few or many, and the first of them many different values.
        var next = 0;
        foreach (var (owner, count) in ((int Owner, int Count)[])[(0, 3_000), (2, 1), (3, 7), (5, 40), (6, 600), (8, 3), (11, 2)])
            _database.Run("INSERT INTO i (id, o, x, a, t) VALUES "
                + Rows(count, n => $"({next++}, {owner}, {Value(n)}, {Any(owner, n)}, 't{n}')"));
        _database.Run("CREATE COLLECTION j (id int32 PRIMARY KEY, o int32, x int32); CREATE INDEX j_o ON j (o); CREATE INDEX j_x ON j (x)");
        _database.Run("INSERT INTO j (id, o, x) FROM i SELECT id, o, x");
    }

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData("COUNT(*)")]
    [InlineData("COUNT(x)")]
    [InlineData("SUM(x)")]
    [InlineData("AVG(x)")]
    [InlineData("MIN(x)")]
    [InlineData("MAX(t)")]
    [InlineData("SUM(CAST(x AS double))")]
    [InlineData("AVG(CAST(x AS decimal))")]
    [InlineData("MAX(a)")]
    [InlineData("COUNT(DISTINCT x)")]
    [InlineData("COUNT(DISTINCT t)")]
    [InlineData("COUNT(DISTINCT a)")]
    [InlineData("SUM(DISTINCT x)")]
    [InlineData("COUNT(*) FILTER (WHERE x > 3)")]
    [InlineData("STDEV(x)")]
    [InlineData("STRING_AGG(t, ',' ORDER BY id DESC)")]
    public void Each_start_sees_its_own_rows_only(string aggregate)
    {
        var each = _database.Texts($"FROM o SELECT id, (FROM i WHERE i.o = o.id SELECT {aggregate})");

        for (var owner = 0; owner < Owners; owner++)
            Assert.Equal([each[owner]], _database.Texts($"FROM i WHERE i.o = {owner} SELECT {owner}, {aggregate}"));
    }

    [Theory]
    [InlineData("FROM i WHERE i.o = {0} GROUP BY x SELECT COUNT(*) ORDER BY COUNT(*) DESC, x LIMIT 1")]
    [InlineData("FROM i WHERE i.o = {0} GROUP BY a, x SELECT MAX(t) ORDER BY a DESC, x LIMIT 1 OFFSET 1")]
    [InlineData("FROM (FROM i WHERE i.o = {0} SELECT DISTINCT t, x) AS s SELECT COUNT(*)")]
    [InlineData("FROM (FROM i WHERE i.o = {0} SELECT DISTINCT a) AS s SELECT COUNT(*)")]
    [InlineData("FROM i WHERE i.o = {0} SELECT DISTINCT x ORDER BY x DESC LIMIT 1")]
    [InlineData("FROM i WHERE i.o = {0} SELECT t ORDER BY x DESC, t DESC LIMIT 1")]
    [InlineData("FROM i WHERE i.o = {0} SELECT t ORDER BY x LIMIT 1 OFFSET 2")]
    [InlineData("FROM j WHERE j.o = {0} SELECT COUNT(*)")]
    [InlineData("FROM j WHERE j.o = {0} AND j.x > 3 SELECT COUNT(*)")]
    [InlineData("FROM j WHERE j.x >= {0} AND j.x < {0} + 2 SELECT COUNT(*)")]
    public void Each_start_gives_what_the_query_gives_alone(string query)
    {
        var each = _database.Texts($"FROM o SELECT ({string.Format(CultureInfo.InvariantCulture, query, "o.id")})");

        for (var owner = 0; owner < Owners; owner++)
            Assert.Equal(each[owner], _database
                .Texts(string.Format(CultureInfo.InvariantCulture, query, owner)) is [var text] ? text : "null");
    }

    [Fact]
    public void Entries_of_an_index_are_counted_as_of_any_time()
    {
        const string Count = "FROM j WHERE o = 5 SELECT COUNT(*)";
        var seq = long.Parse(_database.Texts("FROM j SELECT MAX(_seq)")[0], CultureInfo.InvariantCulture);
        Assert.Equal(["40"], _database.Texts(Count));

        _database.Run("DELETE FROM j WHERE o = 5 AND id % 2 = 0; UPDATE j SET o = 5 WHERE o = 8");

        Assert.Equal(["23"], _database.Texts(Count));
        Assert.Equal(["40"], _database.Texts($"FROM j AS OF {seq} WHERE o = 5 SELECT COUNT(*)"));
        Assert.Equal(["23 | 23"], _database.Texts($"SELECT ({Count}), (FROM j WHERE o = 5 SELECT COUNT(id))"));
    }

    private static string Value(int n) => n % 11 == 0 ? "null" : $"{n % 9}";

    private static string Any(int owner, int n) => (owner + n) % 3 == 0 ? $"'{n % 5}'" : owner == 5 ? $"{n % 4}.5" : $"{n % 4}";

    private static string Rows(int count, Func<int, string> row) => string.Join(", ", Enumerable.Range(0, count).Select(row));
}
