using Nedb.Query.Diagnostics;
using Nedb.Query.Tests.Specs;
using Nedb.Query.Writes;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Tests.Writes;

public sealed class TypedWriteTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public TypedWriteTests() => _database.Run(
        """
        CREATE COLLECTION people (
            id int64 IDENTITY PRIMARY KEY, name string NOT NULL, age int32 DEFAULT 18, label string COMPUTED AS (name || "!"));
        CREATE COLLECTION pets (id int32 PRIMARY KEY, owner int64 REFERENCES people (id));
        """);

    [Fact]
    public void An_insert_gives_identity_default_computed_value_and_seq_back()
    {
        var outcome = Write(Insert("Ann", "id", "age", "label", "_seq"));
        Assert.Equal(1, outcome.RecordsAffected);
        Assert.Equal(["1", "18", "\"Ann!\"", "3"], outcome.Returned.Select(static value => value.ToString()));
        Assert.Equal(3, outcome.Seq);
        Assert.Equal(_database.Store.Seq, outcome.Seq);
    }

    [Fact]
    public void One_call_is_one_commit()
    {
        var before = _database.Store.Seq;
        var outcomes = _database.Session.Write([Insert("Ann", "_seq"), Insert("Bob", "_seq")]);
        Assert.Equal([before + 1, before + 2], outcomes.Select(static outcome => outcome.Seq));
        Assert.Equal(2, _database.Session.LastCommit!.Count);
    }

    [Fact]
    public void A_refused_write_takes_back_the_whole_call()
    {
        var before = _database.Store.Seq;
        var failure = Assert.Throws<StorageException>(() => _database.Session.Write([Insert("Ann"), Insert(null!)]));
        Assert.Equal(StorageErrorCode.NotNullViolation, failure.Code);
        Assert.Equal(before, _database.Store.Seq);
    }

    [Fact]
    public void A_missing_reference_takes_back_the_whole_call()
    {
        var pet = new TypedWrite
        {
            Kind =
            WriteKind.Insert,
            Collection = "pets",
            SetFields = ["id", "owner"],
            SetValues = [Number(1), Number(77)]
        };
        var failure = Assert.Throws<StorageException>(() => _database.Session.Write([Insert("Ann"), pet]));
        Assert.Equal(StorageErrorCode.ForeignKeyViolation, failure.Code);
        Assert.Empty(_database.Texts("FROM people"));
    }

    [Fact]
    public void A_refused_call_leaves_the_open_transaction_as_it_was()
    {
        _database.Session.Begin();
        Write(Insert("Ann"));
        Assert.Throws<StorageException>(() => _database.Session.Write([Insert("Bob"), Insert(null!)]));
        _database.Session.Commit();
        Assert.Equal(["\"Ann\""], _database.Texts("FROM people SELECT name"));
    }

    [Fact]
    public void An_update_changes_only_what_it_sets()
    {
        Write(Insert("Ann"));
        var outcome = Write(Update(1, "age", Number(40), [], "label", "age"));
        Assert.Equal(["\"Ann!\"", "40"], outcome.Returned.Select(static value => value.ToString()));
        Assert.Equal(["1 | \"Ann\" | 40"], _database.Texts("FROM people SELECT id, name, age"));
    }

    [Fact]
    public void A_concurrency_token_that_differs_writes_nothing()
    {
        Write(Insert("Ann"));
        Assert.Equal(0, Write(Update(1, "age", Number(40), [("age", Number(99))])).RecordsAffected);
        Assert.Equal(1, Write(Update(1, "age", Number(40), [("age", Number(18))])).RecordsAffected);
        Assert.Equal(0, Write(Update(7, "age", Number(40), [])).RecordsAffected);
    }

    [Fact]
    public void The_seq_of_the_version_read_is_a_concurrency_token()
    {
        var inserted = Write(Insert("Ann", "_seq"));
        var updated = Write(Update(1, "age", Number(40), [("_seq", inserted.Returned[0])], "_seq"));
        Assert.Equal(1, updated.RecordsAffected);
        Assert.Equal(_database.Store.Seq, updated.Returned[0].AsInt64());
        Assert.Equal(0, Write(Update(1, "age", Number(41), [("_seq", inserted.Returned[0])])).RecordsAffected);
    }

    [Fact]
    public void A_delete_says_whether_there_was_a_document()
    {
        Write(Insert("Ann"));
        Assert.Equal(1, Write(Delete(1)).RecordsAffected);
        Assert.Equal(0, Write(Delete(1)).RecordsAffected);
    }

    [Fact]
    public void Provenance_and_period_reach_the_version()
    {
        Write(Insert("Ann"));
        var period = new Period(new DateTime(2024, 1, 1).Ticks, new DateTime(2024, 2, 1).Ticks);
        var write = new TypedWrite
        {
            Kind = WriteKind.Update,
            Collection = "people",
            SetFields = ["age"],
            SetValues = [Number(20)],
            WhereFields = ["id"],
            WhereValues = [Number(1)],
            Metadata = new() { Provenance = new([3], "said so", 0.5), Period = period },
        };
        Write(write);
        Assert.Equal(
            ["[3] | \"said so\" | 0.5 | timestamp \"2024-01-01T00:00:00\" | timestamp \"2024-02-01T00:00:00\""],
            _database.Texts("FROM people SELECT _caused_by, _evidence, _confidence, _valid_from, _valid_to"));
    }

    [Fact]
    public void Two_sessions_that_write_one_document_both_succeed_without_a_token()
    {
        Write(Insert("Ann"));
        var threads = Enumerable.Range(0, 4).Select(thread => new Thread(() =>
        {
            using var session = _database.Engine.OpenSession();
            for (var i = 0; i < 25; i++)
                session.Write([Update(1, "age", Number((thread * 100) + i), [])]);
        })).ToList();
        threads.ForEach(static thread => thread.Start());
        threads.ForEach(static thread => thread.Join());
        Assert.Equal(["101"], _database.Texts("FROM HISTORY(people) COUNT"));
    }

    [Fact]
    public void Increments_by_text_from_several_sessions_are_all_kept()
    {
        Write(Insert("Ann"));
        var script = _database.Engine.Prepare("FROM people WHERE id = 1 UPDATE SET age = age + 1");
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            using var session = _database.Engine.OpenSession();
            for (var i = 0; i < 25; i++)
                session.Execute(script, NqlParameters.Empty).Dispose();
        })).ToList();
        threads.ForEach(static thread => thread.Start());
        threads.ForEach(static thread => thread.Join());
        Assert.Equal(["118"], _database.Texts("FROM people SELECT age"));
    }

    [Fact]
    public void A_commit_repeated_under_its_idempotency_key_gives_the_first_outcome()
    {
        var first = WriteOnce("key", Insert("Ann", "id", "_seq"));
        var before = _database.Store.Seq;
        var second = WriteOnce("key", Insert("Ann", "id", "_seq"));
        Assert.Equal(first.Returned, second.Returned);
        Assert.True(_database.Session.LastCommit!.IsReplayed);
        Assert.Equal(before, _database.Store.Seq);
        Assert.Equal(StorageErrorCode.ReplayMismatch, Assert.Throws<StorageException>(() => WriteOnce("key", Insert("Bob"))).Code);
    }

    [Fact]
    public void A_script_repeated_under_its_idempotency_key_writes_nothing()
    {
        const string Script = "INSERT INTO pets (id) VALUES (1) IDEMPOTENCY KEY \"k\"";
        _database.Run(Script);
        var before = _database.Store.Seq;
        _database.Run(Script);
        Assert.Equal(before, _database.Store.Seq);
        var failure = Assert.Throws<StorageException>(() => _database.Run("INSERT INTO pets (id) VALUES (2) IDEMPOTENCY KEY \"k\""));
        Assert.Equal(StorageErrorCode.ReplayMismatch, failure.Code);
    }

    [Fact]
    public void A_repeated_script_computes_and_returns_what_it_did_then_also_in_a_transaction()
    {
        Write(Insert("Ann"));
        const string Add = "INSERT INTO people (name) VALUES (\"Cy\") IDEMPOTENCY KEY \"add\" RETURNING id, name, _seq";
        const string Grow = "FROM people WHERE name = \"Ann\" UPDATE SET age = age + 1 IDEMPOTENCY KEY \"grow\" RETURNING age, _seq";
        const string Remove = "FROM people WHERE name = \"Cy\" DELETE IDEMPOTENCY KEY \"remove\" RETURNING id";
        string[] scripts = [Add, Grow, Remove];
        var first = scripts.Select(script => _database.Texts(script)).ToList();
        _database.Run("FROM people WHERE name = \"Ann\" UPDATE SET age = 70");
        var before = _database.Store.Checkpoint;
        for (var i = 0; i < scripts.Length; i++)
        {
            Assert.Equal(first[i], _database.Texts(scripts[i]));
            Assert.True(_database.Session.LastCommit!.IsReplayed);
            _database.Session.Begin();
            Assert.Equal(first[i], _database.Texts(scripts[i]));
            Assert.True(_database.Session.Commit().IsReplayed);
        }

        Assert.Equal(before, _database.Store.Checkpoint);
    }

    [Fact]
    public void A_session_that_reads_the_past_does_not_write()
    {
        _database.Session.ReadAsOf = 1;
        var failure = Assert.Throws<NqlException>(() => Write(Insert("Ann")));
        Assert.Equal(NqlErrorCode.ReadOnly, failure.Code);
    }

    public void Dispose() => _database.Dispose();

    private static NedbValue Number(long value) => NedbValue.FromInt64(value);

    private static TypedWrite Insert(string name, params string[] returning) => new()
    {
        Kind = WriteKind.Insert,
        Collection = "people",
        SetFields = ["name"],
        SetValues = [NedbValue.FromString(name)],
        ReturningFields = returning,
    };

    private static TypedWrite Update(
        long id, string field, NedbValue value, (string Field, NedbValue Value)[] tokens, params string[] returning) => new()
        {
            Kind = WriteKind.Update,
            Collection = "people",
            SetFields = [field],
            SetValues = [value],
            WhereFields = ["id", .. tokens.Select(static token => token.Field)],
            WhereValues = [Number(id), .. tokens.Select(static token => token.Value)],
            ReturningFields = returning,
        };

    private static TypedWrite Delete(long id) =>
        new() { Kind = WriteKind.Delete, Collection = "people", WhereFields = ["id"], WhereValues = [Number(id)] };

    private WriteOutcome WriteOnce(string key, TypedWrite write)
    {
        _database.Session.NextCommitOptions = new() { IdempotencyKey = key };
        return Write(write);
    }

    private WriteOutcome Write(TypedWrite write) => Assert.Single(_database.Session.Write([write]));
}
