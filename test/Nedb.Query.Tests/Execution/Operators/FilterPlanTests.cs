using Nedb.Query.Diagnostics;
using Nedb.Query.Tests.Specs;

namespace Nedb.Query.Tests.Execution.Operators;

/// <summary>Conditions that are asked of many rows at once, for a caller that takes one after the other.</summary>
public sealed class FilterPlanTests : IDisposable
{
    private const int Count = 2_000;

    private readonly TestDatabase _database = new();

    public FilterPlanTests()
    {
        _database.Run("CREATE COLLECTION a (id int32 PRIMARY KEY, x int32, t string)");
        _database.Run("INSERT INTO a (id, x, t) VALUES "
            + string.Join(", ", Enumerable.Range(0, Count).Select(static id => $"({id}, {id - 700}, 't{id % 7}')")));
    }

    public void Dispose() => _database.Dispose();

    [Fact]
    public void A_row_that_nobody_wants_does_not_fail()
    {
        Assert.Equal(["0"], _database.Texts("FROM a WHERE 10 / x <= 0 SELECT id LIMIT 1"));
        Assert.Equal(700, _database.Texts("FROM a WHERE 10 / x <= 0 SELECT id LIMIT 700").Length);
        Assert.Throws<NqlException>(() => _database.Texts("FROM a WHERE 10 / x <= 0 SELECT id LIMIT 701"));
        Assert.Throws<NqlException>(() => _database.Texts("FROM a WHERE 10 / x <= 0 SELECT id"));
    }

    [Fact]
    public void A_condition_shields_the_ones_behind_it()
    {
        Assert.Equal(Count - 1, _database.Texts("FROM a WHERE x <> 0 AND 1000000 / x <> 0 SELECT id").Length);
        Assert.Equal(["701"], _database.Texts("FROM a WHERE x > 0 AND 10 / x > 9 SELECT id"));
    }

    [Theory]
    [InlineData("x > 100", 1_199)]
    [InlineData("t = 't3'", 286)]
    [InlineData("t = 't3' AND x > 0", 186)]
    [InlineData("t = 'none'", 0)]
    [InlineData("x >= -700", Count)]
    public void Rows_come_in_their_order_with_all_their_fields(string condition, int rows)
    {
        var expected = Enumerable.Range(0, Count)
            .Where(id => condition switch
            {
                "x > 100" => id > 800,
                "t = 't3'" => id % 7 == 3,
                "t = 't3' AND x > 0" => id % 7 == 3 && id > 700,
                "t = 'none'" => false,
                _ => true,
            })
            .ToList();

        Assert.Equal(rows, expected.Count);
        Assert.Equal(
            expected.Select(static id => $"{id} | {id - 700} | \"t{id % 7}\""),
            _database.Texts($"FROM a WHERE {condition} SELECT id, x, t"));
        Assert.Equal(
            expected.Select(static id => $"{id + 1} | \"t{id % 7}\""), _database.Texts($"FROM a WHERE {condition} SELECT id + 1, t"));
        Assert.Equal(
            expected.Skip(5).Take(70).Select(static id => $"{id}"),
            _database.Texts($"FROM a WHERE {condition} SELECT id OFFSET 5 LIMIT 70"));
    }
}
