using Nedb.Query.Tests.Specs;

namespace Nedb.Query.Tests.Execution;

/// <summary>What EXPLAIN ANALYZE tells of the queries that expressions ask.</summary>
public sealed class PlanPrinterTests
{
    [Fact]
    public void A_query_within_an_expression_tells_how_often_it_was_started_and_what_it_gave()
    {
        using var database = new TestDatabase();
        database.Run("PUT a {_id: 1, n: 3}; PUT a {_id: 2, n: 5}; PUT b {_id: 1, m: 4}; PUT b {_id: 2, m: 6}");

        var rows = database.Rows("EXPLAIN ANALYZE FROM a AS x WHERE EXISTS (FROM b AS y WHERE y.m > x.n AND y.m < 6) SELECT x._id");

        var place = rows.FindIndex(static row => row[0].AsString() == "subquery");
        Assert.Equal("EXISTS", rows[place][1].AsString());
        Assert.True(rows[place][3].IsNull);
        var steps = rows[(place + 1)..];
        Assert.All(steps, static step => Assert.StartsWith("  ", step[0].AsString()));
        // Once for each row of the outer query; for one of them it finds something.
        Assert.Equal((2, 1), (steps[0][3].AsInt64(), steps[0][4].AsInt64()));
    }
}
