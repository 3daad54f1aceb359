using Nedb.Storage.Diagnostics;
using Nedb.Storage.Io;
using Nedb.Storage.Tests.Layers;
using Nedb.Storage.Tests.Transactions;
using Nedb.Storage.Transactions;
using Nedb.Testing.Io;

namespace Nedb.Storage.Tests.Reliability;

/// <summary>
/// Strategy: writers, a reader of the past, background writing and merging of views, and a close at any moment, on files that let a seed
/// choose at every call which thread goes on. Invariants: nobody waits for ever; nobody meets anything but a closed database; what was
/// acknowledged is there after opening, with its views and without; every state read is read again.
/// </summary>
public sealed class ScheduleTests
{
    private const int Writers = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void No_schedule_of_committing_writing_merging_and_closing_loses_or_blocks_anything()
    {
        for (var i = 0; i < 120 * Torture.Factor; i++)
            Run(Torture.Seed + i);
    }

    private static void Run(int seed)
    {
        var random = new Random(seed);
        var disk = new MemoryFileSystem();
        var files = new ScheduleFileSystem(disk, seed);
        var store = LogStore.Open(files, LayeredGround.Tiny);
        LayeredGround.Define(store);
        var acknowledged = new long[Writers];
        var states = new List<(long Seq, long Sum)>();
        var failures = new List<Exception>();
        var threads = Enumerable.Range(0, Writers)
            .Select(number => Start(() => Write(store, number, out acknowledged[number]), failures))
            .Append(Start(() => ReadStates(store, states), failures))
            .ToList();
        var closeAt = random.Next(10, 400);
        while (files.Calls < closeAt && threads.Exists(static thread => thread.IsAlive))
            Thread.Yield();
        threads.Add(Start(store.Dispose, failures));
        foreach (var thread in threads)
            Assert.True(thread.Join(Patience), $"seed {seed}: a thread waits for ever");
        lock (failures)
            Assert.True(failures.Count == 0, $"seed {seed}: {string.Join("; ", failures)}");

        for (var round = 0; round < 2; round++)
        {
            using var again = LogStore.Open(disk, LayeredGround.Tiny);
            for (var number = 0; number < Writers; number++)
                for (var i = 1L; i <= acknowledged[number]; i++)
                    Assert.True(again.FindCommit($"{number} {i}") is not null, $"seed {seed}: commit {i} of writer {number} is lost");
            foreach (var (seq, sum) in states)
                Assert.True(sum == Sum(again, seq), $"seed {seed}: the state at {seq} is another one");
            Assert.True(again.Verify().IsIntact, $"seed {seed}");
            again.Dispose();
            disk.Delete("views/CHECKPOINT");
        }
    }

    private static Thread Start(Action work, List<Exception> failures)
    {
        var thread = new Thread(() =>
        {
            try
            {
                work();
            }
            catch (StorageException error) when (error.Code == StorageErrorCode.Closed)
            {
                // It was closed meanwhile, as it may be.
            }
            catch (Exception error)
            {
                lock (failures)
                    failures.Add(error);
            }
        });
        thread.Start();
        return thread;
    }

    private static void Write(NedbStore store, int number, out long acknowledged)
    {
        acknowledged = 0;
        for (var i = 1; i <= 25; i++)
        {
            using var transaction = store.BeginTransaction();
            for (var n = 0; n < 4; n++)
                transaction.Put(
                    LayeredGround.Things, Ground.Int(number * 100 + (i + n) % 9), Ground.Int(i), Ground.Text($"{number} {i} {n}"));
            transaction.Commit(new CommitOptions { IdempotencyKey = $"{number} {i}" });
            acknowledged = i;
        }
    }

    private static void ReadStates(NedbStore store, List<(long Seq, long Sum)> states)
    {
        for (var i = 0; i < 20; i++)
        {
            var seq = store.Seq;
            states.Add((seq, Sum(store, seq)));
            Thread.Yield();
        }
    }

    private static long Sum(NedbStore store, long seq) =>
        store.OpenSnapshot().AsOf(seq).All(LayeredGround.Things).Sum(static thing => thing.Seq * 31 + thing.GetValue(2).AsInt64());
}
