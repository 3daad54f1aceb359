using Nedb.Query.Diagnostics;
using Nedb.Query.Tests.Specs;
using Nedb.Query.Writes;
using Nedb.Storage;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;
using Nedb.Testing.Io;

namespace Nedb.Query.Tests.Execution;

public sealed class SessionTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public SessionTests() => _database.Run("PUT users {_id: \"a\", n: 1}; PUT users {_id: \"b\", n: 2}");

    [Fact]
    public void A_script_that_writes_is_one_commit()
    {
        var before = _database.Store.Seq;
        _database.Run("PUT users {_id: \"c\", n: 3}; PUT users {_id: \"d\", n: 4}");
        Assert.Equal(before + 2, _database.Store.Seq);
        Assert.Equal(2, _database.Session.LastCommit!.Count);
    }

    [Fact]
    public void A_failed_statement_in_a_transaction_takes_back_only_itself()
    {
        _database.Session.Begin();
        _database.Run("PUT users {_id: \"c\", n: 3}");
        Assert.Throws<NqlException>(() => _database.Run("PUT users {_id: \"d\", n: 4}, {n: 5}"));
        _database.Session.Commit();
        Assert.Equal(["\"a\"", "\"b\"", "\"c\""], _database.Texts("FROM users SELECT _id"));
    }

    [Fact]
    public void A_rollback_leaves_no_trace()
    {
        var before = _database.Store.Seq;
        _database.Session.Begin();
        _database.Run("DELETE FROM users");
        Assert.Empty(_database.Texts("FROM users"));
        _database.Session.Rollback();
        Assert.Equal(before, _database.Store.Seq);
        Assert.Equal(["2"], _database.Texts("FROM users COUNT"));
    }

    [Fact]
    public void A_result_reads_the_state_of_the_moment_its_statement_began()
    {
        using var result = _database.Execute("FROM users SELECT _id");
        Assert.True(result.Read());
        _database.Run("DELETE FROM users; PUT users {_id: \"z\"}");
        Assert.True(result.Read());
        Assert.Equal("b", result.GetString(0));
        Assert.False(result.Read());
    }

    [Fact]
    public void A_name_that_meant_another_collection_is_refused_as_of_then_in_a_session_too_and_after_opening_again()
    {
        using var folder = new TempFolder();
        var options = new StoreOptions { MemtableBytes = 4096 };
        using (var database = new TestDatabase(NedbStore.Open(folder["db"], options)))
        {
            database.Run("CREATE COLLECTION y (id int32 PRIMARY KEY)");
            database.Run("INSERT INTO y (id) VALUES (1), (2)");
            database.Run("DROP COLLECTION y");
            database.Run("CREATE COLLECTION y (id string PRIMARY KEY)");
            Check(database);
        }

        using (var database = new TestDatabase(NedbStore.Open(folder["db"], options)))
            Check(database);
        Directory.Delete(folder["db/views"], recursive: true);
        using (var database = new TestDatabase(NedbStore.Open(folder["db"], options)))
            Check(database);

        static void Check(TestDatabase database)
        {
            var error = Assert.Throws<NqlException>(() => database.Texts("FROM y\n AS OF @seq", ("seq", NedbValue.FromInt64(3))));
            Assert.Equal((NqlErrorCode.UnknownName, 1, 6), (error.Code, error.Line, error.Column));
            Assert.Contains("is there since seq 5", error.Message, StringComparison.Ordinal);
            Assert.Contains("from seq 1, was dropped at seq 4", error.Message, StringComparison.Ordinal);
            var time = database.Store.OpenSnapshot().FindNode(3)!.CommittedAt;
            Assert.Throws<NqlException>(
                () => database.Texts("FROM y AS OF @time", ("time", NedbValue.FromTimestampOffset(new(time, TimeSpan.Zero)))));
            Assert.Empty(database.Texts("FROM y AS OF 5"));
            database.Session.ReadAsOf = 3;
            Assert.Throws<NqlException>(() => database.Texts("FROM y"));
            Assert.Throws<NqlException>(() => database.Texts("FROM y WHERE id = \"a\""));
            database.Session.ReadAsOf = 0;
            Assert.Empty(database.Texts("FROM y"));
            database.Session.ReadAsOf = null;
            Assert.Empty(database.Texts("FROM y"));
        }
    }

    [Fact]
    public void Reading_moves_neither_seq_nor_head()
    {
        var (seq, head) = (_database.Store.Seq, _database.Store.Head);
        _database.Texts("FROM users; FROM HISTORY(users); FROM users AS OF 1");
        Assert.Equal((seq, head), (_database.Store.Seq, _database.Store.Head));
    }

    [Fact]
    public void A_session_as_of_a_seq_reads_the_past_everywhere()
    {
        _database.Run("DELETE FROM users");
        _database.Session.ReadAsOf = 1;
        Assert.Equal(["\"a\" | 1"], _database.Texts("FROM users AS u SELECT u._id, (FROM users COUNT)"));
        Assert.Equal(["0"], _database.Texts("FROM users AS OF 0 COUNT"));
    }

    [Fact]
    public void Parameters_stand_wherever_values_do()
    {
        (string, NedbValue)[] parameters =
        [
            ("id", NedbValue.FromString("b")), ("seq", NedbValue.FromInt64(2)), ("n", NedbValue.FromInt64(1)),
            ("list", NedbValue.FromArray(new([NedbValue.FromString("b"), NedbValue.FromString("x")]))),
        ];
        Assert.Equal(["2"], _database.Texts("FROM users AS OF @seq WHERE _id = @id SELECT n", parameters));
        Assert.Equal(["\"b\""], _database.Texts("FROM users WHERE _id IN @list LIMIT @n SELECT _id", parameters));
        Assert.Equal(NqlErrorCode.MissingParameter, Assert.Throws<NqlException>(() => _database.Texts("FROM users WHERE n = @m")).Code);
    }

    [Fact]
    public void Statements_count_what_they_wrote_and_give_their_rows_one_after_the_other()
    {
        using var result = _database.Execute("PUT users {_id: \"c\"} RETURNING _id; FROM users COUNT; DELETE FROM users");
        Assert.True(result.Read());
        Assert.Equal("c", result.GetString(0));
        Assert.True(result.NextResult());
        Assert.True(result.Read());
        Assert.Equal(3, result.GetInt64(0));
        Assert.False(result.NextResult());
        Assert.Equal(4, result.RecordsAffected);
    }

    [Fact]
    public void Typed_getters_refuse_what_would_lose_something()
    {
        using var result = _database.Execute("SELECT 1, 2.5, 3m, true, \"s\", null");
        Assert.True(result.Read());
        Assert.Equal(1L, result.GetInt64(0));
        Assert.Equal(1.0, result.GetDouble(0));
        Assert.Equal(3L, result.GetInt64(2));
        Assert.Equal(3m, result.GetDecimal(2));
        Assert.True(result.GetBoolean(3));
        Assert.True(result.IsNull(5));
        Assert.Throws<NqlException>(() => result.GetInt64(1));
        Assert.Throws<NqlException>(() => result.GetString(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => result.GetValue(6));
    }

    [Fact]
    public void A_query_can_be_cancelled_while_it_runs()
    {
        _database.Run("CREATE COLLECTION n (id int32 PRIMARY KEY)");
        _database.Session.Write([.. Enumerable.Range(0, 300).Select(static i => new TypedWrite
        {
            Kind = WriteKind.Insert, Collection = "n", SetFields = ["id"], SetValues = [NedbValue.FromInt64(i)],
        })]);
        using var source = new CancellationTokenSource();
        using var result = _database.Session.Execute(
            _database.Engine.Prepare("FROM n AS a CROSS JOIN n AS b SELECT a.id"), NqlParameters.Empty, source.Token);
        Assert.True(result.Read());
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
        {
            while (result.Read())
            {
            }
        });
    }

    [Fact]
    public void Columns_know_where_they_come_from_and_their_types()
    {
        _database.Run("CREATE COLLECTION c (id int32 PRIMARY KEY, name string(20), total decimal(9,2) NOT NULL)");
        using var result = _database.Execute("FROM c SELECT id, name AS n, total, total + 1, COUNT(*) OVER () AS k, id = 1 AS e");
        Assert.Equal(
            [
                new NqlColumn("id", new(FieldKind.Int32), false, "c", "id") { GivesDocumentsOnce = true },
                new NqlColumn("n", new(FieldKind.String, 20), true, "c", "name") { GivesDocumentsOnce = true },
                new NqlColumn("total", new(FieldKind.Decimal, 0, 9, 2), false, "c", "total") { GivesDocumentsOnce = true },
                new NqlColumn("column4", new(FieldKind.Decimal), false),
                new NqlColumn("k", new(FieldKind.Int64)),
                new NqlColumn("e", new(FieldKind.Boolean), false),
            ],
            result.Columns);
    }

    [Fact]
    public void A_plan_is_made_anew_when_definitions_change()
    {
        _database.Run("CREATE COLLECTION c (id int32 PRIMARY KEY, a int32); INSERT INTO c (id, a) VALUES (1, 5)");
        Assert.Equal(["1 | 5"], _database.Texts("FROM c SELECT *"));
        _database.Run("ALTER COLLECTION c ADD FIELD b int32 DEFAULT 9");
        Assert.Equal(["1 | 5 | 9"], _database.Texts("FROM c SELECT *"));
    }

    public void Dispose() => _database.Dispose();
}
