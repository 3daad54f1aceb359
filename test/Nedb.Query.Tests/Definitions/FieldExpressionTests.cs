using Nedb.Query.Diagnostics;
using Nedb.Query.Tests.Specs;

namespace Nedb.Query.Tests.Definitions;

/// <summary>Defaults and computed fields that no document could be written with are refused where they are defined.</summary>
public sealed class FieldExpressionTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData("timestamp DEFAULT (now())", "gives timestamptz, and the field holds timestamp: now(). For the present moment write utc_now().")]
    [InlineData("timestamptz DEFAULT (utc_now())", "For the present moment write utc_now_offset().")]
    [InlineData("int32 DEFAULT (upper('x'))", "gives string, and the field holds int32: upper('x'). Write an expression of that type, for example CAST(upper('x') AS int32).")]
    [InlineData("json DEFAULT (today())", "gives date, and the field holds json")]
    [InlineData("int32 DEFAULT (nowhere + 1)", "cannot be the default of the field 'n.f'")]
    [InlineData("int32 COMPUTED AS (nowhere + 1)", "cannot be the computed field 'n.f'")]
    public void An_expression_that_no_document_could_have_is_refused_when_it_is_said(string field, string message)
    {
        var failure = Assert.Throws<NqlException>(() => _database.Run($"CREATE COLLECTION n (id int32 PRIMARY KEY, f {field})"));
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        _database.Run("CREATE COLLECTION n (id int32 PRIMARY KEY)");
        failure = Assert.Throws<NqlException>(() => _database.Run($"ALTER COLLECTION n ADD FIELD f {field}"));
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_that_the_default_does_not_fit_is_refused()
    {
        _database.Run("CREATE COLLECTION n (id int32 PRIMARY KEY, f int32 DEFAULT (1 + 1))");
        Assert.Throws<NqlException>(() => _database.Run("ALTER COLLECTION n ALTER FIELD f TYPE string"));
        _database.Run("ALTER COLLECTION n ALTER FIELD f TYPE decimal; INSERT INTO n (id) VALUES (1)");
        Assert.Equal(["1 | 2.0m"], _database.Texts("FROM n SELECT id, f + 0.0m"));
    }

    [Theory]
    [InlineData("any DEFAULT (now())")]
    [InlineData("json DEFAULT (upper('x'))")]
    [InlineData("double DEFAULT (1 + 1)")]
    [InlineData("int32 DEFAULT (id * 2)")]
    [InlineData("date DEFAULT (today())")]
    [InlineData("timestamp DEFAULT (utc_now())")]
    [InlineData("timestamp DEFAULT (CAST(now() AS timestamp))")]
    public void A_default_that_fits_is_taken(string field)
    {
        _database.Run($"CREATE COLLECTION n (id int32 PRIMARY KEY, f {field}); INSERT INTO n (id) VALUES (1)");
        Assert.Equal(["true"], _database.Texts("FROM n SELECT f IS NOT NULL"));
    }
}
