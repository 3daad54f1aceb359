using Nedb.Query.Tests.Specs;
using Nedb.Storage.Values;

namespace Nedb.Query.Tests.Execution;

/// <summary>What the query of an expression allocates for one more outer row, when it has run for some.</summary>
public sealed class SubqueryAllocationTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public SubqueryAllocationTests()
    {
        _database.Run("CREATE COLLECTION o (id int32 PRIMARY KEY)");
        _database.Run("CREATE COLLECTION i (id int32 PRIMARY KEY, o int32, x int32, t string)");
        _database.Run($"INSERT INTO o (id) VALUES {Rows(1_000, static id => $"({id})")}");
        _database.Run($"INSERT INTO i (id, o, x, t) VALUES {Rows(5_000, static id => $"({id}, {id % 1_000}, {id % 7}, 't{id % 3}')")}");
    }

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData("(FROM i WHERE i.o = o.id SELECT COUNT(*))", 40)]
    [InlineData("(FROM i WHERE i.o = o.id SELECT COUNT(*) + COUNT(x))", 80)]
    [InlineData("(FROM i WHERE i.o = o.id SELECT SUM(x))", 80)]
    [InlineData("(FROM i WHERE i.o = o.id SELECT MAX(x) - MIN(x))", 80)]
    [InlineData("(FROM i WHERE i.o = o.id SELECT AVG(CAST(x AS double)))", 80)]
    [InlineData("(FROM i WHERE i.o = o.id SELECT COUNT(DISTINCT x))", 160)]
    [InlineData("(FROM (FROM i WHERE i.o = o.id SELECT DISTINCT t) AS s SELECT COUNT(*))", 400)]
    [InlineData("(FROM i WHERE i.o = o.id GROUP BY x SELECT COUNT(*) LIMIT 1)", 1_000)]
    [InlineData("(FROM i WHERE i.o = o.id SELECT x ORDER BY x DESC LIMIT 1)", 400)]
    public void A_query_that_is_started_again_uses_what_it_has(string query, int bytes)
    {
        var script = _database.Engine.Prepare($"FROM o WHERE id < @n SELECT id, {query}");
        Run(1_000);
        var allocated = (Run(1_000) - Run(200)) / 800;
        Assert.True(allocated <= bytes, $"{allocated} bytes for each outer row, at most {bytes} expected");

        long Run(int count)
        {
            var parameters = new NqlParameters();
            parameters.Set("n", NedbValue.FromInt64(count));
            var before = GC.GetAllocatedBytesForCurrentThread();
            using var result = _database.Session.Execute(script, parameters);
            var rows = 0;
            while (result.Read())
                rows += result.IsNull(1) ? 0 : 1;
            Assert.Equal(count, rows);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static string Rows(int count, Func<int, string> row) => string.Join(", ", Enumerable.Range(0, count).Select(row));
}
