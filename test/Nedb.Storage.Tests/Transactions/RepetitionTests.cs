using Nedb.Storage.Diagnostics;
using Nedb.Storage.Schema;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;
using static Nedb.Storage.Tests.Transactions.Ground;

namespace Nedb.Storage.Tests.Transactions;

public sealed class RepetitionTests : IDisposable
{
    private readonly Ground _ground = new();
    private readonly int _things;

    public RepetitionTests() => _things = _ground.Define("things", null, ("id", FieldKind.Int32), ("value", FieldKind.Int32));

    public void Dispose() => _ground.Dispose();

    [Fact]
    public void The_same_content_under_the_same_key_is_written_once_also_after_opening_again()
    {
        var options = new CommitOptions { IdempotencyKey = "once" };
        var first = _ground.Commit(t => t.Put(_things, Int(1), Int(1)), options);
        _ground.Commit(t => t.Put(_things, Int(1), Int(2)));
        for (var round = 0; round < 2; round++)
        {
            var head = _ground.Store.Head;
            var again = _ground.Commit(t => t.Put(_things, Int(1), Int(1)), options);
            Assert.Equal(first with { IsReplayed = true }, again);
            Assert.Equal(again, _ground.Store.FindCommit("once"));
            Assert.Equal(head, _ground.Store.Head);
            Assert.Equal(2, _ground.Now.Find(_things, Key(Int(1)))!.GetValue(2).AsInt64());
            _ground.Reopen();
        }

        Assert.Null(_ground.Store.FindCommit("never"));
    }

    [Fact]
    public void Other_content_under_a_known_key_is_refused_and_not_written()
    {
        var options = new CommitOptions { IdempotencyKey = "once" };
        _ground.Commit(t => t.Put(_things, Int(1), Int(1)), options);
        var before = _ground.Store.Checkpoint;
        var refusal = Assert.Throws<StorageException>(() => _ground.Commit(t => t.Put(_things, Int(1), Int(7)), options));
        Assert.Equal(StorageErrorCode.ReplayMismatch, refusal.Code);
        Assert.Equal(before, _ground.Store.Checkpoint);
    }

    [Fact]
    public void A_repeated_insert_returns_the_first_outcome_instead_of_a_duplicate_key()
    {
        var first = Repeat("signup", t =>
        {
            t.Insert(_things, default, [1, 2], [Int(1), Int(1)], WriteMetadata.None);
            t.Insert(_things, default, [1, 2], [Int(2), Int(1)], WriteMetadata.None);
        });
        Assert.False(first.IsReplayed);
        // One of the two is changed later, and one is not: both were written then.
        _ground.Commit(t => t.Put(_things, Int(2), Int(9)));
        for (var round = 0; round < 2; round++)
        {
            var before = _ground.Store.Checkpoint;
            var again = Repeat("signup", t =>
            {
                Assert.True(t.IsRepetition);
                Assert.Null(t.View.Find(_things, Key(Int(1))));
                var made = t.Insert(_things, default, [1, 2], [Int(1), Int(1)], WriteMetadata.None);
                Assert.Equal(first.FirstSeq, made.Seq);
                Assert.NotNull(t.View.Find(_things, Key(Int(1))));
                t.Insert(_things, default, [1, 2], [Int(2), Int(1)], WriteMetadata.None);
            });
            Assert.Equal(first with { IsReplayed = true }, again);
            Assert.Equal(before, _ground.Store.Checkpoint);
            _ground.Reopen();
        }
    }

    [Fact]
    public void A_repetition_that_asks_for_less_or_more_or_other_things_is_refused()
    {
        Repeat("k", t =>
        {
            t.Put(_things, Int(1), Int(1));
            t.Put(_things, Int(2), Int(2));
        });
        Action<WriteTransaction>[] others =
        [
            t => t.Put(_things, Int(1), Int(1)),
            t => t.Put(_things, Int(2), Int(2)),
            t => { },
            t =>
            {
                t.Put(_things, Int(2), Int(2));
                t.Put(_things, Int(1), Int(1));
            },
            t =>
            {
                t.Put(_things, Int(1), Int(1));
                t.Put(_things, Int(2), Int(2));
                t.Put(_things, Int(3), Int(3));
            },
            t =>
            {
                t.Put(_things, Int(1), Int(1));
                t.Put(_things, Int(2), Int(7));
            },
            t =>
            {
                t.Put(_things, Int(1), Int(1));
                t.Put(_things, new WriteMetadata { Provenance = new([], "why") }, Int(2), Int(2));
            },
            t =>
            {
                t.Put(_things, Int(1), Int(1));
                t.Put(_things, new WriteMetadata { Period = new(1, 2) }, Int(2), Int(2));
            },
            t => t.Drop(_things),
            t => t.GetOrAddSchemaless("new"),
        ];
        foreach (var other in others)
        {
            var before = _ground.Store.Checkpoint;
            Assert.Equal(StorageErrorCode.ReplayMismatch, Assert.Throws<StorageException>(() => Repeat("k", other)).Code);
            Assert.Equal(before, _ground.Store.Checkpoint);
        }
    }

    [Fact]
    public void Updates_deletes_links_and_writes_that_change_nothing_are_repeated_as_well()
    {
        _ground.Commit(t =>
        {
            t.Put(_things, Int(1), Int(1));
            t.Put(_things, Int(2), Int(2));
            t.Put(_things, Int(3), Int(3));
        });
        Action<WriteTransaction> work = t =>
        {
            Assert.False(t.Delete(_things, Key(Int(99)), WriteMetadata.None));
            t.Put(_things, Int(3), Int(3));
            var value = t.View.Find(_things, Key(Int(1)))!.GetValue(2).AsInt64();
            t.Put(_things, Int(1), Int(value + 1));
            t.Link(_things, Key(Int(1)), "next", _things, Key(Int(2)), WriteMetadata.None);
            Assert.True(t.Delete(_things, Key(Int(3)), WriteMetadata.None));
            Assert.True(t.Unlink(_things, Key(Int(1)), "next", _things, Key(Int(2)), WriteMetadata.None));
        };
        var first = Repeat("work", work, new() { Provenance = new([1], "evidence") });
        _ground.Commit(t => t.Delete(_things, Key(Int(2)), WriteMetadata.None));
        Assert.Equal(first with { IsReplayed = true }, Repeat("work", work, new() { Provenance = new([1], "evidence") }));
        var other = Assert.Throws<StorageException>(() => Repeat("work", work, new() { Provenance = new([1], "other") }));
        Assert.Equal(StorageErrorCode.ReplayMismatch, other.Code);
    }

    [Fact]
    public void Numbers_that_the_store_gave_are_given_again_and_new_fields_do_not_matter()
    {
        static Document Add(WriteTransaction t)
        {
            var notes = t.GetOrAddSchemaless("notes");
            var text = t.GetOrAddField(notes.Id, "text");
            return t.Put(notes.Id, default, [text], [NedbValue.FromString("hello")], WriteMetadata.None);
        }

        Document? made = null;
        var first = Repeat("note", t => made = Add(t));
        Document? again = null;
        Assert.Equal(first with { IsReplayed = true }, Repeat("note", t => again = Add(t)));
        Assert.Equal(made!.Id, again!.Id);

        // Also where the key is said only with the commit.
        using var transaction = _ground.Store.BeginTransaction();
        var id = transaction.GetOrAddSchemaless("notes").Id;
        transaction.Put(id, made.Id, [1], [NedbValue.FromString("hello")], WriteMetadata.None);
        Assert.True(transaction.Commit(new() { IdempotencyKey = "note" }).IsReplayed);
    }

    [Fact]
    public void A_savepoint_takes_a_repetition_back_and_a_key_stays_that_of_its_commit()
    {
        Repeat("k", t => t.Put(_things, Int(1), Int(1)));
        using var transaction = _ground.Store.BeginTransaction();
        transaction.IdempotencyKey = "k";
        var savepoint = transaction.CreateSavepoint();
        transaction.Put(_things, Int(1), Int(1));
        transaction.RollbackTo(savepoint);
        Assert.Null(transaction.View.Find(_things, Key(Int(1))));
        transaction.Put(_things, Int(1), Int(1));
        Assert.Throws<InvalidOperationException>(() => transaction.IdempotencyKey = "other");
        Assert.Equal(
            StorageErrorCode.ReplayMismatch, Assert.Throws<StorageException>(() => transaction.Commit(new() { IdempotencyKey = "other" })).Code);
    }

    [Fact]
    public void Nonces_of_a_client_must_increase_also_after_opening_again()
    {
        _ground.Commit(t => t.Put(_things, Int(1), Int(1)), new() { Client = "a", Nonce = 5 });
        _ground.Commit(t => t.Put(_things, Int(1), Int(2)), new() { Client = "b", Nonce = 1 });
        _ground.Reopen();
        var before = _ground.Store.Checkpoint;
        Assert.Equal(StorageErrorCode.ReplayMismatch, Refuse(new() { Client = "a", Nonce = 5 }));
        Assert.Equal(StorageErrorCode.ReplayMismatch, Refuse(new() { Client = "b", Nonce = 0 }));
        Assert.Equal(before, _ground.Store.Checkpoint);
        _ground.Commit(t => t.Put(_things, Int(1), Int(9)), new() { Client = "a", Nonce = 6 });

        StorageErrorCode Refuse(CommitOptions options) =>
            Assert.Throws<StorageException>(() => _ground.Commit(t => t.Put(_things, Int(1), Int(9)), options)).Code;
    }

    [Fact]
    public void The_provenance_of_a_commit_is_that_of_its_writes_without_one_and_its_effects_are_found()
    {
        var cause = _ground.Commit(t => t.Put(_things, Int(1), Int(1))).LastSeq;
        var why = new Provenance([cause], "because", 0.5);
        var result = _ground.Commit(
            t =>
            {
                t.Put(_things, Int(2), Int(2));
                t.Put(_things, new WriteMetadata { Provenance = new([], "own") }, Int(3), Int(3));
            },
            new() { Provenance = why });
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(why, _ground.Now.FindNode(result.FirstSeq)!.Provenance);
            Assert.Equal("own", _ground.Now.FindNode(result.LastSeq)!.Provenance.Evidence);
            Assert.Equal([result.FirstSeq], _ground.Now.FindEffects(cause));
            _ground.Reopen();
        }
    }

    private CommitResult Repeat(string key, Action<WriteTransaction> work, CommitOptions? options = null)
    {
        using var transaction = _ground.Store.BeginTransaction();
        transaction.IdempotencyKey = key;
        work(transaction);
        return transaction.Commit(options);
    }
}
