using Nedb.Storage.Diagnostics;
using Nedb.Storage.Io;
using Nedb.Storage.Layers;
using Nedb.Storage.Log;
using Nedb.Storage.Schema;
using Nedb.Storage.Transactions;
using Nedb.Storage.Views;
using Nedb.Testing.Log;
using static Nedb.Storage.Tests.Transactions.Ground;

namespace Nedb.Storage.Tests.Transactions;

public sealed class CommitPipelineTests : IDisposable
{
    private static readonly StoreOptions Options = new();
    private readonly GatedLog _log = new(CommitLog.Open(new MemoryFileSystem(), Options));
    private readonly LogStore _store;
    private readonly int _things;

    public CommitPipelineTests()
    {
        _store = LogStore.Open(_log, "gated", Options);
        using var transaction = _store.BeginTransaction();
        transaction.Define(Make(1, "things", ("id", FieldKind.Int32), ("value", FieldKind.Int32)));
        transaction.Commit();
        _things = 1;
    }

    public void Dispose()
    {
        _log.Release();
        _store.Dispose();
    }

    [Fact]
    public async Task Those_that_wait_are_appended_together_and_each_has_its_own_outcome()
    {
        _log.Hold();
        var first = CommitLater(1, 1);
        _log.IsHeld.Wait();
        // Snapshots of these are older than the commit that is under way; two of them want the same key.
        var others = Enumerable.Range(2, 8).Select(id => BeginWith(id, id)).ToList();
        var rival = BeginWith(2, 22);
        var tasks = others.Append(rival).Select(transaction => transaction.CommitAsync().AsTask()).ToList();
        _log.Release();
        var results = new List<CommitResult> { await first };
        foreach (var task in tasks.Take(8))
            results.Add(await task);
        var conflict = await Assert.ThrowsAsync<StorageException>(() => tasks[8]);
        Assert.Equal(StorageErrorCode.WriteConflict, conflict.Code);
        Assert.Equal(Enumerable.Range(2, 9).Select(seq => (long)seq), results.Select(result => result.LastSeq).Order());
        Assert.Equal(results.OrderBy(result => result.LastSeq), results.OrderBy(result => result.CommittedAt));
        Assert.Equal(results.Count, results.DistinctBy(result => result.CommittedAt).Count());
        Assert.Equal([1, 1, 8], _log.Groups);
        Assert.Equal(_store.Head, results.MaxBy(result => result.LastSeq)!.Head);
        Assert.Equal(9, _store.OpenSnapshot().All(_things).Count);
    }

    [Fact]
    public async Task Nothing_is_acknowledged_or_shown_before_the_log_has_it()
    {
        _log.Hold();
        var before = _store.Seq;
        var commit = BeginWith(1, 1).CommitAsync().AsTask();
        _log.IsHeld.Wait();
        Assert.False(commit.IsCompleted);
        Assert.Equal(before, _store.Seq);
        Assert.Empty(_store.OpenSnapshot().All(_things));
        _log.Release();
        Assert.Equal(before + 1, (await commit).LastSeq);
        Assert.Single(_store.OpenSnapshot().All(_things));
    }

    [Fact]
    public async Task After_a_failed_write_the_whole_group_fails_nothing_more_is_written_and_reads_go_on()
    {
        await CommitLater(1, 1);
        var before = _store.Checkpoint;
        _log.Hold();
        var leader = CommitLater(2, 2);
        _log.IsHeld.Wait();
        var followers = Enumerable.Range(3, 4).Select(id => BeginWith(id, id).CommitAsync().AsTask()).ToList();
        _log.Failure = new StorageException(StorageErrorCode.Io, "The disk is gone.");
        _log.Release();
        Assert.Equal(StorageErrorCode.Io, (await Assert.ThrowsAsync<StorageException>(() => leader)).Code);
        foreach (var follower in followers)
            Assert.Equal(StorageErrorCode.ReadOnlyAfterError, (await Assert.ThrowsAsync<StorageException>(() => follower)).Code);
        _log.Failure = null;
        var refusal = Assert.Throws<StorageException>(() => BeginWith(9, 9).Commit());
        Assert.Equal(StorageErrorCode.ReadOnlyAfterError, refusal.Code);
        Assert.Contains("disk is gone", refusal.Message);
        Assert.Single(_store.OpenSnapshot().All(_things));
        Assert.Equal(before, _store.Checkpoint);
    }

    [Fact]
    public async Task Concurrent_writers_lose_no_update_and_their_seqs_are_dense()
    {
        const int writers = 6;
        const int rounds = 40;
        await CommitLater(0, 0);
        var seqs = new System.Collections.Concurrent.ConcurrentBag<long>();
        var threads = Enumerable.Range(1, writers).Select(writer => new Thread(() =>
        {
            for (var round = 0; round < rounds; round++)
            {
                while (true)
                {
                    using var transaction = _store.BeginTransaction();
                    var count = transaction.View.Find(_things, Key(Int(0)))!.GetValue(2).AsInt64();
                    transaction.Put(_things, Int(0), Int(count + 1));
                    transaction.Put(_things, Int((writer * 1000) + round), Int(round));
                    try
                    {
                        var result = transaction.Commit();
                        for (var seq = result.FirstSeq; seq <= result.LastSeq; seq++)
                            seqs.Add(seq);
                        break;
                    }
                    catch (StorageException conflict) when (conflict.Code == StorageErrorCode.WriteConflict)
                    {
                        Thread.Yield();
                    }
                }
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        var now = _store.OpenSnapshot();
        Assert.Equal(writers * rounds, now.Find(_things, Key(Int(0)))!.GetValue(2).AsInt64());
        Assert.Equal((writers * rounds) + 1, now.All(_things).Count);
        Assert.Equal(Enumerable.Range(3, 2 * writers * rounds).Select(seq => (long)seq), seqs.Order());
        Assert.True(_store.Verify().IsIntact);
    }

    [Fact]
    public async Task A_closed_store_finishes_what_was_begun_and_refuses_the_rest()
    {
        _log.Hold();
        var commit = CommitLater(1, 1);
        _log.IsHeld.Wait();
        var second = BeginWith(2, 2).CommitAsync().AsTask();
        var late = BeginWith(3, 3);
        var snapshot = _store.OpenSnapshot();
        var closing = Task.Run(_store.Dispose);
        Assert.NotSame(closing, await Task.WhenAny(closing, Task.Delay(20)));
        _log.Release();
        await closing;
        Assert.Equal(2, (await commit).LastSeq);
        Assert.Equal(3, (await second).LastSeq);
        Assert.Empty(snapshot.All(_things));
        Assert.Equal(StorageErrorCode.Closed, Assert.Throws<StorageException>(() => late.Commit()).Code);
        Assert.Equal(StorageErrorCode.Closed, Assert.Throws<StorageException>(() => _store.OpenSnapshot()).Code);
    }

    [Fact]
    public void A_close_waits_for_the_last_leader_who_hands_over_views_when_all_have_their_outcome()
    {
        var options = new StoreOptions { MemtableBytes = 64 * 1024 };
        var files = new MemoryFileSystem();
        using var log = new GatedLog(CommitLog.Open(files, options));
        var context = StoreOpening.MakeContext(options);
        context.DatabaseId = log.DatabaseId;
        using var keeper = new ViewKeeper(new ViewStore(files, null, context, options), log, options);
        var pipeline = new CommitPipeline(context, log, StateRoot.CreateEmpty(), new(), isReadOnly: false, keeper);
        Commit(transaction => transaction.Define(Make(1, "notes", ("id", FieldKind.Int32), ("text", FieldKind.String))));

        log.Hold();
        var first = Start(() => Commit(transaction => transaction.Put(1, Int(1), Text("short"))));
        log.IsHeld.Wait();
        var second = Start(() => Commit(transaction => transaction.Put(1, Int(2), Text(new('x', 100_000)))));
        WaitUntilItWaits(second);
        log.HoldMarks();
        var closing = Start(pipeline.Close);
        WaitUntilItWaits(closing);
        log.Release();
        log.IsMarkHeld.Wait();
        Assert.False(closing.Join(TimeSpan.FromMilliseconds(100)), "It is closed, and the last leader still begins to write views.");
        log.ReleaseMarks();
        foreach (var thread in new[] { first, second, closing })
            thread.Join();
        Assert.Equal(3, pipeline.Newest.Seq);
        Assert.Equal(3, pipeline.Newest.Base?.Seq);

        void Commit(Action<WriteTransaction> write)
        {
            using var transaction = new StoreTransaction(context, pipeline, pipeline.Newest, IsolationMode.Snapshot);
            write(transaction);
            transaction.Commit();
        }

        static Thread Start(Action work)
        {
            var thread = new Thread(() => work());
            thread.Start();
            return thread;
        }

        static void WaitUntilItWaits(Thread thread) =>
            SpinWait.SpinUntil(() => thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin));
    }

    private Task<CommitResult> CommitLater(int id, int value) => Task.Factory.StartNew(
        () => BeginWith(id, value).Commit(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private WriteTransaction BeginWith(int id, int value)
    {
        var transaction = _store.BeginTransaction();
        transaction.Put(_things, Int(id), Int(value));
        return transaction;
    }
}
