using Nedb.Storage.Tests.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;
using Nedb.Testing.Io;
using static Nedb.Storage.Tests.Transactions.Ground;

namespace Nedb.Storage.Tests.Layers;

/// <summary>
/// How much memory a database takes follows from its options, not from what is in it. The heap is measured, so nobody else runs.
/// </summary>
[Collection(Alone)]
public sealed class MemoryBoundTests
{
    internal const string Alone = "alone";

    private const int Documents = 20_000;
    private const int Kibi = 1024;

    [Fact]
    public void A_database_many_times_larger_than_memtable_and_cache_is_written_read_and_opened_in_bounded_memory()
    {
        using var folder = new TempFolder();
        var options = new StoreOptions
        {
            MemtableBytes = 512 * Kibi,
            CacheBytes = 512 * Kibi,
            Synchronous = SynchronousMode.Off,
            SegmentBytes = 1024 * Kibi,
            // The size of the log is compared with the budgets, and this text would shrink to nothing.
            PackSegments = false,
        };
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using (var store = NedbStore.Open(folder["db"], options))
        {
            using (var transaction = store.BeginTransaction())
            {
                transaction.Define(Make(1, "things", ("id", Storage.Schema.FieldKind.Int64), ("text", Storage.Schema.FieldKind.String)) with
                {
                    Indexes = [Ground.Index(1, false, 2)],
                    NextIndexId = 2,
                });
                transaction.Commit();
            }

            for (var i = 0; i < Documents; i += 250)
            {
                using var transaction = store.BeginTransaction();
                for (var j = i; j < i + 250; j++)
                    transaction.Put(1, Int(j), Text($"{j,8} " + new string('x', 400)));
                transaction.Commit();
            }

            CheckAll(store);
            CheckMemory(before, "after writing");
            store.Prove(17);
        }

        long bytes = 0;
        foreach (var file in Directory.EnumerateFiles(folder["db/log"]))
            bytes += new FileInfo(file).Length;
        Assert.True(bytes > 8 * 1024 * Kibi);
        using (var store = NedbStore.Open(folder["db"], options))
        {
            CheckMemory(before, "after opening");
            CheckAll(store);
            CheckMemory(before, "after reading");
        }

        // The same bounds hold while all views are made again.
        Directory.Delete(folder["db/views"], recursive: true);
        using (var store = NedbStore.Open(folder["db"], options))
        {
            CheckMemory(before, "after rebuilding");
            CheckAll(store);
        }
    }

    private static void CheckAll(NedbStore store)
    {
        var view = store.OpenSnapshot();
        Assert.Equal(Documents, view.EstimateCount(1));
        long sum = 0;
        using (var cursor = view.Scan(1, KeyRange.All))
            while (cursor.MoveNext())
                sum += cursor.Current.TryGetInt64(1, out var id) ? id : 0;
        Assert.Equal((long)Documents * (Documents - 1) / 2, sum);
        for (var i = 0; i < Documents; i += 97)
            Assert.Equal($"{i,8} ", view.Find(1, KeyEncoder.Encode(Int(i)))!.GetValue(2).AsString()[..9]);
    }

    private static void CheckMemory(long before, string when)
    {
        var grown = (GC.GetTotalMemory(forceFullCollection: true) - before) / Kibi;
        // Two layers in memory, the cache, the roots of the runs, and what the runtime keeps for itself.
        Assert.True(grown < 10 * Kibi, $"{when} the heap has grown by {grown} KiB");
    }
}
