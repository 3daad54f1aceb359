using Nedb.Query.Tests.Specs;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Values;

namespace Nedb.Query.Tests.Writes;

/// <summary>Statements that write one document each, in an open transaction.</summary>
public sealed class StatementRunTests : IDisposable
{
    private const int Count = 2_000;

    private readonly TestDatabase _database = new();

    public StatementRunTests()
    {
        _database.Run("CREATE COLLECTION a (id int32 PRIMARY KEY, n int32 CHECK (n < 1000000), name string)");
        _database.Run("CREATE UNIQUE INDEX a_name ON a (name)");
        _database.Run("CREATE COLLECTION plain (id int32 PRIMARY KEY, n int32, name string)");
        _database.Session.Begin();
    }

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData("INSERT INTO plain (id, n, name) VALUES (@id, @n, \"x\")", false, 3_000)]
    [InlineData("UPDATE plain SET n = @n WHERE id = @id", true, 3_000)]
    [InlineData("DELETE FROM plain WHERE id = @id", true, 3_000)]
    public void A_statement_in_a_transaction_copies_no_trees(string text, bool isFilled, int bytes)
    {
        if (isFilled)
            for (var id = 0; id < Count; id++)
                _database.Run("INSERT INTO plain (id, n, name) VALUES (@id, 0, \"x\")", ("id", NedbValue.FromInt64(id)));
        var script = _database.Engine.Prepare(text);
        var parameters = new NqlParameters();
        Run(0, Count / 2);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(Count / 2, Count);
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / (Count / 2);
        Assert.True(allocated <= bytes, $"{allocated} bytes, at most {bytes} expected");

        void Run(int first, int end)
        {
            for (var i = first; i < end; i++)
            {
                parameters.Set("id", NedbValue.FromInt64(i * 7919L % Count));
                parameters.Set("n", NedbValue.FromInt64(i + 1));
                using var result = _database.Session.Execute(script, parameters);
                Assert.Equal(1, result.RecordsAffected);
            }
        }
    }

    [Theory]
    [InlineData("INSERT INTO a (id, n, name) VALUES (1, 5, \"new\")", StorageErrorCode.DuplicateKey)]
    [InlineData("INSERT INTO a (id, n, name) VALUES (9, 5, \"two\")", StorageErrorCode.UniqueViolation)]
    [InlineData("INSERT INTO a (id, n, name) VALUES (9, 1000000, \"new\")", StorageErrorCode.CheckViolation)]
    [InlineData("UPDATE a SET name = \"two\" WHERE id = 1", StorageErrorCode.UniqueViolation)]
    [InlineData("UPDATE a SET n = 1000000, name = \"new\" WHERE id = 1", StorageErrorCode.CheckViolation)]
    public void A_refused_statement_leaves_the_transaction_as_it_was(string text, StorageErrorCode code)
    {
        _database.Run("INSERT INTO a (id, n, name) VALUES (1, 1, \"one\"), (2, 2, \"two\")");

        Assert.Equal(code, Assert.Throws<StorageException>(() => _database.Run(text)).Code);

        Assert.Equal("1 1 one, 2 2 two", All());
        _database.Run("INSERT INTO a (id, n, name) VALUES (3, 3, \"new\")");
        _database.Session.Commit();
        Assert.Equal("1 1 one, 2 2 two, 3 3 new", All());
    }

    [Theory]
    [InlineData("INSERT INTO a (id, n, name) VALUES (3, 0, \"three\")")]
    [InlineData("UPDATE a SET n = 0 WHERE id = 1")]
    public void A_filter_of_an_index_that_fails_at_a_single_write_takes_it_back(string text)
    {
        _database.Session.Commit();
        _database.Run("CREATE INDEX a_n ON a (n) WHERE 10 / n > 1");
        _database.Session.Begin();
        _database.Run("INSERT INTO a (id, n, name) VALUES (1, 1, \"one\")");

        Assert.ThrowsAny<Exception>(() => _database.Run(text));

        _database.Run("INSERT INTO a (id, n, name) VALUES (2, 2, \"two\")");
        _database.Session.Commit();
        Assert.Equal("1 1 one, 2 2 two", All());
    }

    [Fact]
    public void A_reference_that_a_single_write_breaks_takes_it_back()
    {
        _database.Session.Commit();
        _database.Run("CREATE COLLECTION b (id int32 PRIMARY KEY, a int32 REFERENCES a (id))");
        _database.Run("INSERT INTO a (id, n, name) VALUES (1, 1, \"one\"); INSERT INTO b (id, a) VALUES (1, 1)");
        _database.Session.Begin();

        Assert.Throws<StorageException>(() => _database.Run("INSERT INTO b (id, a) VALUES (2, 9)"));
        Assert.Throws<StorageException>(() => _database.Run("UPDATE b SET a = 9 WHERE id = 1"));
        Assert.Throws<StorageException>(() => _database.Run("DELETE FROM a WHERE id = 1"));

        Assert.Equal("1 1 one", All());
        Assert.Equal(1, _database.Rows("FROM b SELECT a")[0][0].AsInt64());
        _database.Session.Commit();
    }

    [Fact]
    public void What_a_statement_sets_is_computed_from_the_state_before_it()
    {
        _database.Run("INSERT INTO a (id, n, name) VALUES (1, 1, \"one\"), (2, 2, \"two\")");
        _database.Run("UPDATE a SET n = (SELECT SUM(n) FROM a) WHERE id = 1");
        _database.Run("INSERT INTO a (id, n, name) VALUES (3, (SELECT SUM(n) FROM a), \"three\")");
        _database.Run("UPDATE a SET n = (SELECT n FROM a WHERE id = 1) + n WHERE id = 1");

        Assert.Equal("1 6 one, 2 2 two, 3 5 three", All());
    }

    [Fact]
    public void An_open_result_shows_the_state_that_it_began_with()
    {
        _database.Run("INSERT INTO a (id, n, name) VALUES (1, 1, \"one\"), (2, 2, \"two\")");
        using var open = _database.Execute("SELECT n FROM a ORDER BY id");
        Assert.True(open.Read());

        _database.Run("UPDATE a SET n = 20 WHERE id = 2");
        _database.Run("INSERT INTO a (id, n, name) VALUES (3, 3, \"three\")");
        _database.Run("DELETE FROM a WHERE id = 1");

        Assert.Equal(1, open.GetInt64(0));
        Assert.True(open.Read());
        Assert.Equal(2, open.GetInt64(0));
        Assert.False(open.Read());
        Assert.Equal("2 20 two, 3 3 three", All());
    }

    private string All() => string.Join(
        ", ",
        _database.Rows("SELECT id, n, name FROM a ORDER BY id")
            .Select(static row => $"{row[0].AsInt64()} {row[1].AsInt64()} {row[2].AsString()}"));
}
