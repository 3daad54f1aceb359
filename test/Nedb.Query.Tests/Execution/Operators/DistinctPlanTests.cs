using Nedb.Query.Tests.Specs;

namespace Nedb.Query.Tests.Execution.Operators;

/// <summary>DISTINCT over joined documents, whose keys tell them apart where they are among the columns.</summary>
public sealed class DistinctPlanTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public DistinctPlanTests()
    {
        _database.Run("CREATE COLLECTION p (id int32 PRIMARY KEY, name string, price decimal(9, 2))");
        _database.Run("CREATE COLLECTION l (a int32, b int32, p int32, n int32, PRIMARY KEY (a, b))");
        _database.Run("CREATE COLLECTION d (id decimal(9, 2) PRIMARY KEY, x int32)");
        _database.Run($"INSERT INTO p (id, name, price) VALUES {Rows(50, static id => $"({id}, 'name {id % 3}', {id % 4}.{id % 10}0m)")}");
        _database.Run($"INSERT INTO l (a, b, p, n) VALUES {Rows(3_000, static id => $"({2_999 - id}, {id % 2}, {Product(id)}, {id % 5})")}");
    }

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData("p.id, p.name, p.price", "by 1 of 3 columns")]
    [InlineData("p.name, p.id, p.name || p.id, 7", "by 1 of 4 columns")]
    [InlineData("p.id, p.name, l.n", "by 2 of 3 columns")]
    [InlineData("p.id, l.a, l.b, l.n, p.price", "by 3 of 5 columns")]
    [InlineData("p.name, p.price", "")]
    [InlineData("p.name, l.a, l.n", "")]
    [InlineData("p.id + 0, p.name", "")]
    [InlineData("l.n, p.name", "")]
    public void The_first_of_equal_rows_are_given_in_their_order(string columns, string detail)
    {
        foreach (var join in (string[])["JOIN", "LEFT JOIN"])
        {
            var from = $"FROM l {join} p ON l.p = p.id";
            var expected = _database.Texts($"{from} SELECT {columns}").Distinct().ToArray();

            Assert.Equal(expected, _database.Texts($"{from} SELECT DISTINCT {columns}"));
            Assert.Equal(expected[..5], _database.Texts($"{from} SELECT DISTINCT {columns} LIMIT 5"));
            Assert.Equal([$"{expected.Length}"], _database.Texts($"FROM ({from} SELECT DISTINCT {columns}) AS s SELECT COUNT(*)"));
            Assert.Contains(
                _database.Rows($"EXPLAIN {from} SELECT DISTINCT {columns}"),
                row => row[0].AsString().Trim() == "distinct" && row[1].AsString() == detail);
        }
    }

    [Fact]
    public void Numbers_that_are_equal_and_look_different_tell_nothing()
    {
        _database.Run("INSERT INTO d (id, x) VALUES (1.0m, 1), (2.50m, 2)");

        Assert.Equal(["1.0m | 1", "2.50m | 2"], _database.Texts("FROM d JOIN l ON d.x = l.n SELECT DISTINCT d.id, d.x"));
        Assert.DoesNotContain(
            _database.Rows("EXPLAIN FROM d JOIN l ON d.x = l.n SELECT DISTINCT d.id, d.x"),
            static row => row[1].AsString().StartsWith("by ", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_rows_that_are_only_counted_the_order_is_not_made()
    {
        const string Rows = "FROM l JOIN p ON l.p = p.id WHERE p.price > 1 SELECT DISTINCT p.id, p.price";

        Assert.DoesNotContain(_database.Rows($"EXPLAIN FROM ({Rows}) AS s SELECT COUNT(*)"), IsSourceOrder);
        Assert.Equal(["37"], _database.Texts($"FROM ({Rows}) AS s SELECT COUNT(*)"));

        static bool IsSourceOrder(Nedb.Storage.Values.NedbValue[] row) => row[0].AsString().Trim() == "source order";
    }

    private static string Product(int id) => id % 7 == 0 ? "null" : $"{id * 13 % 53}";

    private static string Rows(int count, Func<int, string> row) => string.Join(", ", Enumerable.Range(0, count).Select(row));
}
