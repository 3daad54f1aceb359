using System.Collections.Concurrent;
using Nedb.Storage.Tests.Layers;
using Nedb.Storage.Tests.Transactions;
using Nedb.Storage.Transactions;

namespace Nedb.Storage.Tests.Reliability;

/// <summary>
/// Strategy: sixteen threads read and append to a few lists, by key and by reading all, under both isolations, while views are written,
/// merged, and the database is opened again between rounds; every read is recorded. Invariants: what each transaction saw is what its
/// isolation promises, no refused write is ever seen, and the lists are in the end what the commits made of them.
/// </summary>
public sealed class ConcurrentHistoryTests
{
    private const int Threads = 16;

    [Fact]
    public void No_concurrent_history_has_an_anomaly_that_its_isolation_forbids()
    {
        using var ground = new Ground(LayeredGround.Tiny);
        HistoryWorker.Define(ground.Store);
        var history = new ConcurrentQueue<RecordedTransaction>();
        for (var round = 0; round < 4 * Torture.Factor; round++)
        {
            var (known, seed) = (ground.Store.Seq, Torture.Seed + 100 * round);
            var threads = Enumerable.Range(0, Threads).Select(number => new Thread(() =>
            {
                var worker = new HistoryWorker(ground.Store, seed + number);
                for (var i = 0; i < 40; i++)
                    history.Enqueue(worker.Run(ref known, $"{(char)('a' + number)}{history.Count}."));
            })).ToList();
            threads.ForEach(static thread => thread.Start());
            threads.ForEach(static thread => thread.Join());
            ground.Reopen();
        }

        var checker = new HistoryChecker(history);
        Assert.Null(checker.Find(history));
        Assert.Equal(checker.Last, HistoryWorker.ReadAll(ground.Now));
        Assert.InRange(history.Count(static made => made.IsRefused), 1, history.Count / 2 + history.Count / 3);
        Assert.Contains(history, static made => made is { Isolation: IsolationMode.Serializable, Committed.Last: > 0, All: not null });
        Assert.True(ground.Store.Verify().IsIntact);
    }

    [Theory]
    [InlineData("lost update")]
    [InlineData("not serializable")]
    [InlineData("snapshot 1")]
    [InlineData("acknowledged")]
    public void A_history_with_an_anomaly_is_found(string expected)
    {
        var isSerializable = expected == "not serializable";
        var first = Make(isSerializable, 1, 1);
        first.Writes.Add((1, "a"));
        first.Committed = (2, 2);
        var second = Make(isSerializable, expected == "acknowledged" ? 2 : 1, 1);
        second.Reads.Add((1, expected == "snapshot 1" ? "a" : ""));
        second.Writes.Add((isSerializable || expected == "snapshot 1" ? 2 : 1, "b"));
        second.Committed = (3, 3);
        Assert.Contains(expected, new HistoryChecker([first, second]).Find([first, second]));
    }

    private static RecordedTransaction Make(bool isSerializable, long known, long snapshot) => new()
    {
        Isolation = isSerializable ? IsolationMode.Serializable : IsolationMode.Snapshot,
        KnownSeq = known,
        SnapshotSeq = snapshot,
    };
}
