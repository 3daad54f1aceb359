using Nedb.Storage.Io;
using Nedb.Storage.Tests.Layers;
using Nedb.Storage.Tests.Transactions;
using Nedb.Storage.Views;

namespace Nedb.Storage.Tests.Views;

/// <summary>The versions that were written in a span of seqs are those of the whole history, in its order, wherever they lie.</summary>
public sealed class SpanCursorTests
{
    private const int Rounds = 45;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_span_has_the_versions_of_the_history_that_were_written_in_it(bool isLayered)
    {
        using var store = LogStore.Open(new MemoryFileSystem(), isLayered ? LayeredGround.Tiny : new(), keepsViews: isLayered);
        LayeredGround.Define(store);
        for (var round = 1; round <= Rounds; round++)
            LayeredGround.Write(store, round);
        Check(store.OpenSnapshot());
        store.WaitForViews();
        Check(store.OpenSnapshot());
    }

    [Fact]
    public void Of_what_was_pruned_no_version_is_shown()
    {
        using var store = LogStore.Open(new MemoryFileSystem(), LayeredGround.Tiny);
        LayeredGround.Define(store);
        for (var round = 1; round <= Rounds; round++)
            LayeredGround.Write(store, round);
        store.Prune(store.Seq - 30);

        var view = store.OpenSnapshot();
        Assert.Equal(store.Seq - 31, view.Horizon);
        Check(view);
    }

    [Fact]
    public void An_open_transaction_sees_its_own_versions()
    {
        using var store = LogStore.Open(new MemoryFileSystem(), LayeredGround.Tiny);
        LayeredGround.Define(store);
        for (var round = 1; round <= 12; round++)
            LayeredGround.Write(store, round);
        using var transaction = store.BeginTransaction();
        for (var i = 0; i < 9; i++)
            transaction.Put(LayeredGround.Things, Ground.Int(100 + (i % 4)), Ground.Int(i), Ground.Text($"own {i}"));
        transaction.Delete(LayeredGround.Things, Ground.Key(Ground.Int(101)), new());

        var view = transaction.View;
        Assert.Equal(10, view.ScanHistory(LayeredGround.Things, KeyRange.All, store.Seq).Read().Count());
        Check(view);
    }

    private static void Check(ReadView head)
    {
        var random = new Random(5);
        for (var turn = 0; turn < 80; turn++)
        {
            var view = head.AsOf(random.NextInt64(head.Horizon, head.Seq + 1));
            var after = turn % 4 == 0 ? random.NextInt64(-1, view.Seq + 3) : view.Seq - random.Next(40);
            var from = Ground.Key(Ground.Int(random.Next(20)));
            var range = turn % 3 == 0 ? new KeyRange(from, turn % 2 == 0 ? default : Ground.Key(Ground.Int(25))) : KeyRange.All;

            Assert.Equal(
                view.ScanHistory(LayeredGround.Things, range).Read().Where(version => version.Seq > after).Select(Describe),
                view.ScanHistory(LayeredGround.Things, range, after).Read().Select(Describe));
        }
    }

    [Fact]
    public void A_node_is_found_by_its_collection_and_its_seq()
    {
        using var store = LogStore.Open(new MemoryFileSystem(), LayeredGround.Tiny);
        LayeredGround.Define(store);
        for (var round = 1; round <= Rounds; round++)
            LayeredGround.Write(store, round);
        var head = store.OpenSnapshot();
        foreach (var view in (ReadView[])[head, head.AsOf(head.Seq / 2)])
            for (long seq = -1; seq <= head.Seq + 1; seq++)
                foreach (var collection in (int[])[LayeredGround.Things, LayeredGround.Dropped])
                    Assert.Equal(
                        view.FindNode(seq) is { } node && node.CollectionId == collection ? node.Hash : null,
                        view.FindNode(collection, seq)?.Hash);
    }

    private static string Describe(Document version) =>
        $"{version.Seq} {version.Kind} {version.SupersededSeq} {version.Hash} {(version.IsTombstone ? default : version.GetValue(3))}";
}
