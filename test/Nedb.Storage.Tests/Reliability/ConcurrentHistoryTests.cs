using System.Collections.Concurrent;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Schema;
using Nedb.Storage.Tests.Layers;
using Nedb.Storage.Tests.Transactions;
using Nedb.Storage.Transactions;
using Nedb.Storage.Views;
using static Nedb.Storage.Tests.Transactions.Ground;

namespace Nedb.Storage.Tests.Reliability;

/// <summary>
/// Strategy: sixteen threads read and append to a few lists, by key and by reading all, under both isolations, while views are written,
/// merged, and the database is opened again between rounds; every read is recorded. Invariants: what each transaction saw is what its
/// isolation promises, no refused write is ever seen, and the lists are in the end what the commits made of them.
/// </summary>
public sealed class ConcurrentHistoryTests
{
    private const int Threads = 16;
    private const int Keys = 6;
    private const int Lists = 1;

    [Fact]
    public void No_concurrent_history_has_an_anomaly_that_its_isolation_forbids()
    {
        using var ground = new Ground(LayeredGround.Tiny);
        ground.Define("lists", null, ("id", FieldKind.Int64), ("items", FieldKind.String));
        var history = new ConcurrentQueue<RecordedTransaction>();
        for (var round = 0; round < 4 * Torture.Factor; round++)
        {
            var (known, seed) = (ground.Store.Seq, Torture.Seed + 100 * round);
            var threads = Enumerable.Range(0, Threads).Select(number => new Thread(() =>
            {
                var random = new Random(seed + number);
                for (var i = 0; i < 40; i++)
                    history.Enqueue(Run(ground.Store, random, ref known, $"{(char)('a' + number)}{history.Count}."));
            })).ToList();
            threads.ForEach(static thread => thread.Start());
            threads.ForEach(static thread => thread.Join());
            ground.Reopen();
        }

        var checker = new HistoryChecker(history);
        Assert.Null(checker.Find(history));
        Assert.Equal(checker.Last, ReadAll(ground.Now));
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

    private static RecordedTransaction Run(NedbStore store, Random random, ref long known, string item)
    {
        var isolation = random.Next(2) == 0 ? IsolationMode.Snapshot : IsolationMode.Serializable;
        var before = Volatile.Read(ref known);
        using var transaction = store.BeginTransaction(isolation);
        var made = new RecordedTransaction { Isolation = isolation, KnownSeq = before, SnapshotSeq = transaction.View.Seq };
        if (random.Next(3) == 0)
            made.All = ReadAll(transaction.View);
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var key = random.Next(Keys);
            var items = transaction.View.Find(Lists, Key(Int(key)))?.GetValue(2).AsString() ?? "";
            if (made.Writes.TrueForAll(write => write.Key != key))
                made.Reads.Add((key, items));
            var kind = random.Next(8);
            if (kind == 0 && items.Length > 0)
            {
                transaction.Delete(Lists, Key(Int(key)), WriteMetadata.None);
                made.Writes.Add((key, null));
            }
            else if (kind < 5)
            {
                // A list that grows long begins anew.
                if (items.Length > 200)
                    made.Writes.Add((key, null));
                transaction.Put(Lists, Int(key), Text(items.Length > 200 ? item : items + item));
                made.Writes.Add((key, item));
            }
        }

        Commit(transaction, made, ref known);
        return made;
    }

    private static void Commit(WriteTransaction transaction, RecordedTransaction made, ref long known)
    {
        try
        {
            var result = transaction.Commit();
            if (made.Writes.Count == 0 || result.LastSeq < result.FirstSeq)
                return;
            made.Committed = (result.FirstSeq, result.LastSeq);
            for (var seen = Volatile.Read(ref known); seen < result.LastSeq;)
                seen = Interlocked.CompareExchange(ref known, result.LastSeq, seen);
        }
        catch (StorageException refusal) when (refusal.Code == StorageErrorCode.WriteConflict)
        {
            made.IsRefused = true;
        }
    }

    private static string ReadAll(ReadView view) => HistoryChecker.Show(
        view.Scan(Lists, KeyRange.All).Read().Select(static list => KeyValuePair.Create(list.Id.AsInt64(), list.GetValue(2).AsString())));
}
