using Nedb.Query.Diagnostics;
using Nedb.Query.Tests.Specs;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Values;

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

    [Theory]
    [InlineData("FROM things LIMIT \"x\"", 1, 19)]
    [InlineData("FROM things\nLIMIT -1", 2, 7)]
    [InlineData("FROM things ORDER BY n LIMIT 1.5", 1, 30)]
    [InlineData("FROM things OFFSET true", 1, 20)]
    [InlineData("FROM things LIMIT @text", 1, 19)]
    [InlineData("(FROM things SELECT n) UNION (FROM things SELECT n) LIMIT -2", 1, 59)]
    [InlineData("FROM VALUES (1), (2) AS v(x) OFFSET -1", 1, 37)]
    [InlineData("FROM things AS OF \"soon\"", 1, 19)]
    [InlineData("FROM things AS OF @nothing", 1, 19)]
    [InlineData("FROM things AS OF [1] AS t", 1, 19)]
    [InlineData("FROM things VALID AS OF 12", 1, 25)]
    [InlineData("FROM things VALID AS OF @text", 1, 25)]
    [InlineData("FROM things SEARCH @number", 1, 20)]
    [InlineData("FROM things SEARCH 5", 1, 20)]
    [InlineData("FROM things TRACE caused_by DEPTH -1", 1, 35)]
    [InlineData("FROM things TRACE caused_by DEPTH \"x\"", 1, 35)]
    [InlineData("FROM CAUSES((FROM things), -1)", 1, 28)]
    [InlineData("FROM CAUSES((FROM things SELECT name))", 1, 14)]
    [InlineData("FROM LINKED((FROM things), 5)", 1, 28)]
    [InlineData("FROM LINKED((FROM things), \"knows\", true)", 1, 37)]
    [InlineData("FROM CHANGES(things, true, 1)", 1, 22)]
    [InlineData("FROM CHANGES(things, 1, \"soon\")", 1, 25)]
    [InlineData("FROM CHANGES(things, 1, 0)", 1, 22)]
    [InlineData("FROM UNNEST(@number)", 1, 13)]
    public void What_a_clause_cannot_use_tells_where_it_stands(string text, int line, int column) => Fails(text, line, column);

    [Theory]
    [InlineData("PUT things {_id: 3} CAUSED BY \"x\"", 1, 31)]
    [InlineData("PUT things {_id: 3} CAUSED BY (FROM things SELECT name)", 1, 32)]
    [InlineData("PUT things {_id: 3} EVIDENCE 5", 1, 30)]
    [InlineData("PUT things {_id: 3} CONFIDENCE \"x\"", 1, 32)]
    [InlineData("PUT things {_id: 3} VALID FROM 5", 1, 32)]
    [InlineData("PUT things {_id: 3} VALID TO @text", 1, 30)]
    [InlineData("PUT things {_id: 3} EXPIRES AT 5", 1, 32)]
    [InlineData("PUT things {_id: 3} IDEMPOTENCY KEY 5", 1, 37)]
    [InlineData("PUT things {_id: 3}, @number", 1, 22)]
    [InlineData("PUT things {_id: 3, _seq: 5}", 1, 21)]
    [InlineData("PUT things\n{n: 3}", 2, 1)]
    [InlineData("PUT closed {id: 3, naem: 1}", 1, 20)]
    [InlineData("PUT closed {id: 3, twice: 1}", 1, 20)]
    [InlineData("INSERT INTO closed (id, twice) VALUES (1, 2)", 1, 25)]
    [InlineData("UPDATE things SET list[5] = 1 WHERE n = 1", 1, 19)]
    [InlineData("UPDATE dated FOR PORTION OF VALID FROM 5 SET n = 1", 1, 40)]
    [InlineData("UPDATE dated FOR PORTION OF VALID FROM date \"2024-02-01\" TO date \"2024-01-01\" SET n = 1", 1, 35)]
    public void What_a_write_cannot_use_tells_where_it_stands(string text, int line, int column)
    {
        _database.Run(
            """
            CREATE COLLECTION closed (id int32 PRIMARY KEY, name string, twice int32 COMPUTED AS (id * 2));
            CREATE COLLECTION dated (id int32 PRIMARY KEY, n int32, since date, until date, PERIOD (since, until));
            INSERT INTO dated (id, n) VALUES (1, 1)
            """);
        Fails(text, line, column);
    }

    [Theory]
    [InlineData("FROM things WHERE name", 1, 19)]
    [InlineData("FROM things WHERE n = 1 AND @number", 1, 29)]
    [InlineData("FROM things SELECT CASE WHEN name THEN 1 ELSE 2 END", 1, 30)]
    [InlineData("FROM things SELECT n, (FROM things SELECT name)", 1, 23)]
    [InlineData("FROM things SELECT SUM(name)", 1, 20)]
    [InlineData("FROM things GROUP BY n SELECT n, SUM(name)", 1, 34)]
    [InlineData("FROM things SELECT SUM(9223372036854775807 * n) FILTER (WHERE n = 1), SUM(name) OVER ()", 1, 71)]
    [InlineData("FROM things GROUP BY n SELECT n, list", 1, 34)]
    [InlineData("FROM things GROUP BY n HAVING list = [1] SELECT n", 1, 31)]
    [InlineData("FROM things GROUP BY n SELECT n ORDER BY list", 1, 42)]
    [InlineData("EXPLAIN CREATE COLLECTION other (id int32 PRIMARY KEY)", 1, 9)]
    public void What_shows_only_with_the_values_tells_where_it_stands(string text, int line, int column) => Fails(text, line, column);

    [Fact]
    public void A_parameter_without_a_value_tells_where_it_is_used_first()
    {
        var failure = Assert.Throws<NqlException>(() => _database.Run("FROM things\n  WHERE n = @missing OR n + 1 = @missing"));
        Assert.Equal(NqlErrorCode.MissingParameter, failure.Code);
        Assert.Equal("line 2, column 13: The parameter @missing has no value. Give it one, or null.", failure.Message);
        Assert.Equal((2, 13), (failure.Line, failure.Column));
    }

    [Theory]
    [InlineData("FROM things AS OF 100", 1, 19)]
    [InlineData("FROM things\n  AS OF timestamp \"2999-01-01\"", 2, 9)]
    [InlineData("FROM CHANGES(things, 1, 100)", 1, 25)]
    public void A_state_that_is_not_reached_tells_where_it_is_asked_for(string text, int line, int column)
    {
        var failure = Assert.Throws<StorageException>(() => _database.Texts(text));
        Assert.Equal(StorageErrorCode.SeqNotReached, failure.Code);
        Assert.Equal((line, column), (failure.Line, failure.Column));
        Assert.StartsWith($"line {line}, column {column}: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_that_reads_the_past_tells_which_statement_would_write()
    {
        _database.Session.ReadAsOf = 1;
        var failure = Assert.Throws<NqlException>(() => _database.Run("FROM things;\nDELETE FROM things"));
        Assert.Equal((NqlErrorCode.ReadOnly, 2, 1), (failure.Code, failure.Line, failure.Column));
    }

    private void Fails(string text, int line, int column)
    {
        var failure = Assert.Throws<NqlException>(
            () => _database.Rows(
                text,
                ("text", NedbValue.FromString("x")),
                ("number", NedbValue.FromInt64(5)),
                ("nothing", default)));
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
