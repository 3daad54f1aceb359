using Nedb.Query.Diagnostics;
using Nedb.Query.Tests.Specs;

namespace Nedb.Query.Tests.Definitions;

/// <summary>Fields that are named by what a definition computes or requires: renamed and dropped.</summary>
public sealed class DefinitionExpressionTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public DefinitionExpressionTests() => _database.Run(
        """
        CREATE COLLECTION other (x int32 PRIMARY KEY, y int32);
        CREATE COLLECTION c (id int32 PRIMARY KEY, v int32, `a b` string, o object,
            twice int32 COMPUTED AS (v * 2 /* v */ + id), d int32 DEFAULT (coalesce(v, 0) + 1), CONSTRAINT small CHECK (c.v < 100 AND v > 0));
        CREATE UNIQUE INDEX by_id ON c (id) WHERE v = 1 OR o.v = 2;
        INSERT INTO c (id, v) VALUES (1, 1), (2, 50)
        """);

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData("w", "w * 2 /* v */ + id")]
    [InlineData("two words", "`two words` * 2 /* v */ + id")]
    [InlineData("select", "`select` * 2 /* v */ + id")]
    public void A_renamed_field_is_renamed_in_what_uses_it_and_nowhere_else(string name, string computed)
    {
        _database.Run($"ALTER COLLECTION c RENAME FIELD v TO `{name}`");

        var definition = _database.Store.OpenSnapshot().Catalog.Find("c")!;
        var printed = computed.Split(' ')[0] == "w" ? "w" : $"`{name}`";
        Assert.Equal(computed, definition.FindField("twice")!.ComputedExpression);
        Assert.Equal($"coalesce({printed}, 0) + 1", definition.FindField("d")!.DefaultExpression);
        Assert.Equal($"c.{printed} < 100 AND {printed} > 0", definition.Checks[0].Expression);
        Assert.Equal($"{printed} = 1 OR o.v = 2", definition.FindIndex("by_id")!.Filter);
        _database.Run($"INSERT INTO c (id, `{name}`) VALUES (3, 7); UPDATE c SET `{name}` = 2 WHERE id = 1");
        Assert.Equal(["1 | 5 | 2", "2 | 102 | 51", "3 | 17 | 8"], _database.Texts("FROM c SELECT id, twice, d"));
        Assert.ThrowsAny<Exception>(() => _database.Run($"UPDATE c SET `{name}` = 100"));
    }

    [Fact]
    public void Names_may_be_exchanged_in_one_statement()
    {
        _database.Run("ALTER COLLECTION c RENAME FIELD v TO t, RENAME FIELD id TO v, RENAME FIELD t TO id");
        Assert.Equal("id * 2 /* v */ + v", _database.Store.OpenSnapshot().Catalog.Find("c")!.FindField("twice")!.ComputedExpression);
        Assert.Equal(["3", "102"], _database.Texts("FROM c SELECT twice"));
    }

    [Fact]
    public void A_name_that_would_mean_something_else_in_an_expression_is_refused()
    {
        _database.Run("ALTER COLLECTION c ADD FIELD q int32 COMPUTED AS ((FROM other WHERE y = v SELECT max(x)))");
        var failure = Assert.Throws<NqlException>(() => _database.Run("ALTER COLLECTION c RENAME FIELD v TO x"));
        Assert.Contains("'x' means something else in the computed field 'q'", failure.Message, StringComparison.Ordinal);
        _database.Run("ALTER COLLECTION c RENAME FIELD v TO z");
        Assert.Contains("y = z", _database.Store.OpenSnapshot().Catalog.Find("c")!.FindField("q")!.ComputedExpression, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "the computed field 'twice': v * 2 /* v */ + id")]
    [InlineData("DROP FIELD twice, ", "the default of the field 'd': coalesce(v, 0) + 1")]
    [InlineData("DROP FIELD twice, ALTER d DROP DEFAULT, ", "the filter of the index 'by_id': v = 1 OR o.v = 2")]
    public void A_field_that_is_used_is_not_dropped(string before, string user)
    {
        var failure = Assert.Throws<NqlException>(() => _database.Run($"ALTER COLLECTION c {before}DROP FIELD v"));
        Assert.Equal(NqlErrorCode.NotSupported, failure.Code);
        Assert.Contains($"The field 'v' is used by {user}. Drop that first", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_is_dropped_with_what_uses_it_in_any_order()
    {
        _database.Run("DROP INDEX by_id ON c; ALTER COLLECTION c DROP FIELD v, DROP CONSTRAINT small, DROP FIELD twice, DROP FIELD d");
        Assert.Equal(["1 | null | null", "2 | null | null"], _database.Texts("FROM c SELECT *"));
    }
}
