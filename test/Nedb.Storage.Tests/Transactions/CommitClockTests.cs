using Nedb.Storage.Diagnostics;
using Nedb.Storage.Io;
using Nedb.Storage.Log;
using Nedb.Storage.Schema;
using Nedb.Storage.Transactions;
using Nedb.Testing.Log;
using static Nedb.Storage.Tests.Transactions.Ground;

namespace Nedb.Storage.Tests.Transactions;

public sealed class CommitClockTests : IDisposable
{
    private static readonly StoreOptions Options = new();
    private readonly GatedLog _log = new(CommitLog.Open(new MemoryFileSystem(), Options));
    private readonly LogStore _store;

    public CommitClockTests()
    {
        _store = LogStore.Open(_log, "gated", Options);
        using var transaction = _store.BeginTransaction();
        transaction.Define(Make(1, "things", ("id", FieldKind.Int32), ("value", FieldKind.Int32)));
        transaction.Commit();
    }

    public void Dispose()
    {
        _log.Release();
        _store.Dispose();
    }

    [Fact]
    public async Task The_state_as_of_now_waits_for_a_commit_that_has_an_earlier_time()
    {
        var before = DateTimeOffset.UtcNow;
        _log.Hold();
        var commit = CommitLater(1);
        _log.IsHeld.Wait();
        var now = DateTimeOffset.UtcNow;
        var view = _store.OpenSnapshot();
        // What lies before the commit is there at once.
        Assert.Empty(view.AsOf(before).All(1));
        var asked = Task.Run(() => view.AsOf(now).All(1).Count);
        await Task.WhenAny(asked, Task.Delay(50));
        Assert.False(asked.IsCompleted);
        _log.Release();
        var result = await commit;
        Assert.True(result.CommittedAt <= now.UtcDateTime);
        Assert.Equal(1, await asked);
        Assert.Single(_store.OpenSnapshot().AsOf(now).All(1));
    }

    [Fact]
    public void What_is_committed_later_has_a_later_time_than_any_instant_that_was_asked_for()
    {
        var view = _store.OpenSnapshot();
        for (var i = 0; i < 200; i++)
        {
            var now = DateTimeOffset.UtcNow;
            var seq = _store.OpenSnapshot().AsOf(now).Seq;
            using var transaction = _store.BeginTransaction();
            transaction.Put(1, Int(i), Int(i));
            Assert.True(transaction.Commit().CommittedAt > now.UtcDateTime);
            Assert.Equal(seq, _store.OpenSnapshot().AsOf(now).Seq);
            Assert.Equal(seq, view.AsOf(now).Seq);
        }
    }

    [Fact]
    public void A_snapshot_sees_as_of_an_instant_what_was_committed_after_it_was_taken()
    {
        var old = _store.OpenSnapshot();
        using var reading = _store.BeginTransaction(IsolationMode.Serializable);
        using (var transaction = _store.BeginTransaction())
        {
            transaction.Put(1, Int(1), Int(1));
            transaction.Commit();
        }

        var now = DateTimeOffset.UtcNow;
        Assert.Single(old.AsOf(now).All(1));
        Assert.Single(reading.View.AsOf(now).All(1));
        Assert.Empty(old.All(1));
        Assert.Empty(reading.View.All(1));
        using (var transaction = _store.BeginTransaction())
        {
            transaction.Define(transaction.Catalog.Find(1)! with { Comment = "other" });
            transaction.Commit();
        }

        var refusal = Assert.Throws<StorageException>(() => old.AsOf(DateTimeOffset.UtcNow));
        Assert.Equal(StorageErrorCode.WriteConflict, refusal.Code);
    }

    [Fact]
    public async Task A_commit_that_fails_keeps_nobody_waiting()
    {
        _log.Hold();
        var commit = CommitLater(1);
        _log.IsHeld.Wait();
        var now = DateTimeOffset.UtcNow;
        var asked = Task.Run(() => _store.OpenSnapshot().AsOf(now).All(1).Count);
        _log.Failure = new IOException("full");
        _log.Release();
        await Assert.ThrowsAsync<IOException>(() => commit);
        Assert.Equal(0, await asked);
    }

    [Fact]
    public async Task Readers_of_now_and_writers_agree_for_ever()
    {
        var answers = new System.Collections.Concurrent.ConcurrentBag<(DateTimeOffset At, long Seq)>();
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                var now = DateTimeOffset.UtcNow;
                answers.Add((now, _store.OpenSnapshot().AsOf(now).Seq));
            }
        })).ToArray();
        var writers = Enumerable.Range(0, 3).Select(writer => Task.Run(() =>
        {
            for (var i = 0; i < 300; i++)
            {
                using var transaction = _store.BeginTransaction();
                transaction.Put(1, Int(1000 * writer + i), Int(i));
                transaction.Commit();
            }
        })).ToArray();
        await Task.WhenAll(writers);
        await stop.CancelAsync();
        await Task.WhenAll(readers);
        var final = _store.OpenSnapshot();
        Assert.NotEmpty(answers);
        Assert.All(answers, answer => Assert.Equal(final.AsOf(answer.At).Seq, answer.Seq));
    }

    private Task<CommitResult> CommitLater(int id) => Task.Run(() =>
    {
        using var transaction = _store.BeginTransaction();
        transaction.Put(1, Int(id), Int(id));
        return transaction.Commit();
    });
}
