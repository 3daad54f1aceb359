using Nedb.Storage.Io;
using Nedb.Storage.Schema;
using Nedb.Storage.Tests.Transactions;
using Nedb.Storage.Views;

namespace Nedb.Storage.Tests.Layers;

/// <summary>Documents that change again and again: what newer layers hide of them costs a scan of the present nothing.</summary>
public sealed class HiddenLayersTests
{
    private const int Keys = 200;

    [Fact]
    public void A_scan_reads_nothing_of_runs_that_the_documents_in_memory_hide()
    {
        var files = new ReadCountingFileSystem(new MemoryFileSystem());
        using var store = LogStore.Open(files, new() { MemtableBytes = 256 * 1024, CacheBytes = 0 });
        var id = Define(store);
        var version = 0;
        while (version < 20 || !IsOnlyInMemory(store, id))
            Write(store, id, ++version);
        store.WaitForViews();
        var before = files.ReadsOfViews;
        Assert.Equal(Keys, store.OpenSnapshot().All(id).Count);
        Assert.Equal(Keys, Fill(store.OpenSnapshot(), id));
        Assert.Equal(before, files.ReadsOfViews);

        // One document that only runs have, and they are read again.
        using (var transaction = store.BeginTransaction())
        {
            transaction.Put(id, Ground.Int(-1), Ground.Int(0));
            transaction.Commit();
        }

        while (version < 1_000 && IsOnlyInMemory(store, id))
            Write(store, id, ++version);
        store.WaitForViews();
        Assert.Equal(Keys + 1, store.OpenSnapshot().All(id).Count);
        Assert.True(files.ReadsOfViews > before);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Whatever_layers_hide_scans_show_what_was_written_last(int seed)
    {
        var random = new Random(seed);
        using var ground = new Ground(new() { MemtableBytes = 6 * 1024, CacheBytes = 32 * 1024 });
        var id = ground.Define("things", null, ("id", FieldKind.Int64), ("number", FieldKind.Int64));
        var model = new SortedDictionary<long, long>();
        var states = new List<(long Seq, KeyValuePair<long, long>[] Documents)>();
        for (var round = 0; round < 150; round++)
        {
            using (var transaction = ground.Store.BeginTransaction())
            {
                // Often all of them, so that a tree, a layer that is being written or a run has everything.
                var keys = random.Next(3) == 0
                    ? Enumerable.Range(0, 8)
                    : Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(8)).Distinct();
                foreach (var key in keys)
                {
                    if (random.Next(6) == 0 && model.Remove(key))
                        transaction.Delete(id, Ground.Int(key));
                    else
                        transaction.Put(id, Ground.Int(key), Ground.Int(model[key] = 1_000 * round + random.Next(1_000)));
                }

                Check(model, transaction.View, id);
                transaction.Commit();
            }

            states.Add((ground.Store.Seq, [.. model]));
            if (random.Next(20) == 0)
                ground.Reopen();
            else if (random.Next(5) == 0)
                ground.Store.WaitForViews();
            Check(model, ground.Now, id);
            var (seq, documents) = states[random.Next(states.Count)];
            Check(documents, ground.Now.AsOf(seq), id);
        }
    }

    [Fact]
    public void Blocks_that_show_nothing_as_of_a_seq_are_not_read_again()
    {
        const int Waves = 4;
        const int Documents = 6_000;
        var files = new ReadCountingFileSystem(new MemoryFileSystem());
        using var store = LogStore.Open(files, new() { MemtableBytes = 128 * 1024, CacheBytes = 128 * 1024 });
        var id = Define(store);
        var seqs = new List<long>();
        for (var wave = 0; wave < Waves; wave++)
        {
            for (var key = 0; key < Documents; key += 500)
                WriteSome(key, wave);
            store.WaitForViews();
            seqs.Add(store.Seq);
        }

        var expected = Enumerable.Range(0, Documents).Select(static key => (long)key).ToList();
        foreach (var round in (int[])[1, 2])
            for (var wave = 0; wave < Waves; wave++)
            {
                var view = store.OpenSnapshot().AsOf(seqs[wave]);
                Assert.Equal(expected.ConvertAll(key => (key, (long)wave)), view.All(id).ConvertAll(Values));
                Assert.Equal(Documents, Fill(view, id));
                Assert.Equal(Documents, view.Scan(id, KeyRange.All).Skip(long.MaxValue));
            }

        // What is current shows nothing of then.
        var present = Reads(store.OpenSnapshot());
        using var cold = LogStore.Open(files, new() { CacheBytes = 128 * 1024, IsReadOnly = true });
        var first = Reads(cold.OpenSnapshot().AsOf(seqs[0]));
        Assert.InRange(Reads(cold.OpenSnapshot().AsOf(seqs[0])), 1, first - present / 2);

        void WriteSome(int from, int wave)
        {
            using var transaction = store.BeginTransaction();
            for (var key = from; key < from + 500; key++)
                transaction.Put(id, Ground.Int(key), Ground.Int(wave));
            transaction.Commit();
        }

        int Reads(ReadView view)
        {
            var before = files.ReadsOfViews;
            Assert.Equal(Documents, Fill(view, id));
            return files.ReadsOfViews - before;
        }
    }

    private static void Check(IEnumerable<KeyValuePair<long, long>> expected, ReadView view, int id)
    {
        var documents = expected.Select(static document => (document.Key, document.Value)).ToList();
        Assert.Equal(documents, view.All(id).ConvertAll(Values));
        Assert.Equal(Enumerable.Reverse(documents), view.Scan(id, KeyRange.All, isReverse: true).Read().ConvertAll(Values));
        Assert.Equal(documents.Count, Fill(view, id));
        var parts = view.Split(id, KeyRange.All, 3);
        Assert.Equal(documents, parts.SelectMany(part => view.Scan(id, part).Read()).Select(Values));
    }

    private static (long Key, long Value) Values(Document document) => (document.Id.AsInt64(), document.GetValue(2).AsInt64());

    private static int Fill(ReadView view, int id)
    {
        using var cursor = view.Scan(id, KeyRange.All);
        var rows = new RowHandle[64];
        var count = 0;
        for (int filled; (filled = cursor.Fill(rows)) > 0;)
            count += filled;
        return count;
    }

    /// <summary>Whether the last commit left room in memory, so that nothing was closed after it.</summary>
    private static bool IsOnlyInMemory(LogStore store, int id)
    {
        store.WaitForViews();
        using var transaction = store.BeginTransaction();
        return transaction.View.All(id).TrueForAll(static document => document is VersionEntry);
    }

    private static int Define(LogStore store)
    {
        using var transaction = store.BeginTransaction();
        transaction.Define(Ground.Make(1, "things", ("id", FieldKind.Int64), ("number", FieldKind.Int64)));
        transaction.Commit();
        return 1;
    }

    private static void Write(LogStore store, int id, int number)
    {
        using var transaction = store.BeginTransaction();
        for (var key = 0; key < Keys; key++)
            transaction.Put(id, Ground.Int(key), Ground.Int(number));
        transaction.Commit();
    }
}
