using Nedb.Query.Diagnostics;
using Nedb.Query.Tests.Specs;

namespace Nedb.Query.Tests.Execution;

public sealed class ValuePlaceTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public ValuePlaceTests() => _database.Run("PUT things {_id: 1, n: 1, name: \"one\", list: [1]}, {_id: 2, n: 2, name: \"two\", list: [2]}");

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData("FROM things\nWHERE CAST(name AS int32) > 1", 2, 7)]
    [InlineData("FROM things SELECT 1 / (n - 1)", 1, 20)]
    [InlineData("FROM things SELECT n,\r\n  name + 5 * name", 2, 10)]
    [InlineData("FROM things WHERE n = 1 AND -name = 2", 1, 29)]
    [InlineData("FROM things WHERE 3 IN n", 1, 19)]
    [InlineData("FROM things ORDER BY n DESC SELECT n, SUM(n / (n - n)) OVER ()", 1, 43)]
    [InlineData("FROM things SELECT CAST(\"x\" AS guid)", 1, 20)]
    public void What_fails_on_a_value_tells_where_it_stands(string text, int line, int column)
    {
        var failure = Assert.Throws<NqlException>(() => _database.Texts(text));
        Assert.Equal((line, column), (failure.Line, failure.Column));
        Assert.StartsWith($"line {line}, column {column}: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_fails_in_the_text_of_a_definition_tells_no_place_in_the_query()
    {
        _database.Run("CREATE COLLECTION sums (id int32 PRIMARY KEY, n int32, part int32 COMPUTED AS (100 / n))");
        var failure = Assert.Throws<NqlException>(() => _database.Run("INSERT INTO sums (id, n) VALUES (1, 0)"));
        Assert.Equal(0, failure.Line);
    }

    [Fact]
    public void Equal_expressions_are_found_among_the_keys_of_a_grouping_wherever_they_stand() =>
        Assert.Equal(["2", "3"], _database.Texts("FROM things GROUP BY n + 1 ORDER BY n + 1 SELECT n + 1"));
}
