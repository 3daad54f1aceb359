using Nedb.Storage.Diagnostics;
using Nedb.Storage.Schema;
using Nedb.Storage.Transactions;
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
}
