using Nedb.Query.Definitions;
using Nedb.Query.Tests.Specs;
using Nedb.Storage;
using Nedb.Testing.Io;

namespace Nedb.Query.Tests.Definitions;

/// <summary>Another default says what later inserts get, and nothing of what is there.</summary>
public sealed class DefaultChangeTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly long _seq;

    public DefaultChangeTests()
    {
        _database.Run(
            """
            CREATE COLLECTION c (id int32 PRIMARY KEY);
            INSERT INTO c (id) VALUES (1), (2);
            ALTER COLLECTION c ADD FIELD v int32 NOT NULL DEFAULT 5;
            INSERT INTO c (id) VALUES (3);
            """);
        _seq = _database.Store.Seq;
    }

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData("SET DEFAULT 9", "9")]
    [InlineData("SET DEFAULT (id * 2)", "8")]
    public void Another_default_is_for_later_inserts_alone(string action, string inserted)
    {
        var before = Everything();
        _database.Run($"ALTER COLLECTION c ALTER FIELD v {action}");
        Assert.Equal(before, Everything());
        _database.Run("INSERT INTO c (id) VALUES (4)");
        Assert.Equal(["1 | 5", "2 | 5", "3 | 5", $"4 | {inserted}"], _database.Texts("FROM c SELECT *"));
    }

    [Fact]
    public void A_dropped_default_leaves_the_documents_readable()
    {
        var before = Everything();
        _database.Run("ALTER COLLECTION c ALTER FIELD v SET DEFAULT 9; ALTER COLLECTION c ALTER FIELD v DROP DEFAULT");
        Assert.Equal(before, Everything());
        _database.Run("UPDATE c SET v = v + 1 WHERE id = 1");
        Assert.Equal(["1 | 6", "2 | 5", "3 | 5"], _database.Texts("FROM c SELECT *"));
    }

    [Fact]
    public void Indexes_checks_and_conditions_go_by_what_is_there()
    {
        _database.Run(
            """
            CREATE INDEX by_v ON c (v);
            ALTER COLLECTION c ALTER FIELD v SET DEFAULT 9;
            ALTER COLLECTION c ADD CONSTRAINT small CHECK (v < 6);
            CREATE INDEX again ON c (v) WHERE v = 5
            """);
        Assert.Equal(["1", "2", "3"], _database.Texts("FROM c WHERE v = 5 SELECT id"));
        Assert.Equal(["3"], _database.Texts("FROM c WHERE v < 9 GROUP BY v SELECT count(*)"));
        Assert.Empty(_database.Texts("FROM c WHERE v = 9 SELECT id"));
    }

    [Fact]
    public void A_default_that_is_set_in_the_statement_that_adds_the_field_is_another_one()
    {
        _database.Run("ALTER COLLECTION c ADD FIELD w int32 NOT NULL DEFAULT 1, ALTER FIELD w SET DEFAULT 2; INSERT INTO c (id) VALUES (4)");
        Assert.Equal(["1 | 1", "2 | 1", "3 | 1", "4 | 2"], _database.Texts("FROM c SELECT id, w"));
    }

    [Fact]
    public void A_default_of_a_field_that_nobody_declared_is_for_later_documents_alone()
    {
        _database.Run("PUT loose {_id: 1, n: 1}; PUT loose {_id: 2}; ALTER COLLECTION loose ALTER FIELD n SET DEFAULT 9");
        Assert.Equal(["1", "null"], _database.Texts("FROM loose SELECT n"));
    }

    [Fact]
    public void Everything_reads_the_same_after_opening_again()
    {
        using var folder = new TempFolder();
        StoreOptions options = new() { ExpressionCompiler = NqlExpressionCompiler.Instance };
        using (var first = new TestDatabase(NedbStore.Open(folder["db"], options)))
        {
            first.Run(
                """
                CREATE COLLECTION c (id int32 PRIMARY KEY); INSERT INTO c (id) VALUES (1);
                ALTER COLLECTION c ADD FIELD v int32 NOT NULL DEFAULT 5; CREATE INDEX by_v ON c (v);
                """);
            first.Run("ALTER COLLECTION c ALTER FIELD v DROP DEFAULT");
        }

        using var second = new TestDatabase(NedbStore.Open(folder["db"], options));
        Assert.Equal(["1 | 5"], second.Texts("FROM c WHERE v = 5 SELECT *"));
        Assert.Equal(["1 | 5"], second.Texts("FROM c AS OF 2 SELECT *"));
    }

    private List<string> Everything()
    {
        var texts = new List<string>();
        for (var seq = 1; seq <= _seq; seq++)
            texts.AddRange(_database.Texts($"FROM c AS OF {seq} SELECT *"));
        texts.AddRange(_database.Texts("FROM c SELECT *"));
        texts.AddRange(_database.Texts("FROM HISTORY(c) SELECT id, v, _seq"));
        return texts;
    }
}
