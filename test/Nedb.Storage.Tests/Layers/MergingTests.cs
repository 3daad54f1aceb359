using Nedb.Storage.Schema;
using Nedb.Storage.Tests.Transactions;
using Nedb.Storage.Views;

namespace Nedb.Storage.Tests.Layers;

/// <summary>Which runs are merged, seen by the files that are left when nothing is written any more.</summary>
public sealed class MergingTests
{
    private const int Keys = 200;
    private static readonly StoreOptions Small = new() { MemtableBytes = 64 * 1024 };

    [Fact]
    public void What_is_current_of_documents_that_change_again_and_again_ends_up_in_one_run()
    {
        using var ground = new Ground(Small);
        var id = ground.Define("things", null, ("id", FieldKind.Int64), ("number", FieldKind.Int64));
        for (var version = 1; version <= 40; version++)
        {
            Write(ground, id, 0, version);
            ground.Store.WaitForViews();
            // At most one run of what is current beside the one that holds all, and fewer than four of a size of what is past.
            Assert.InRange(ground.Files.List("views").Count(static name => name != "CHECKPOINT"), 0, 2 + 3 * 4);
        }

        ground.Reopen();
        ground.Store.WaitForViews();
        // Of what was not merged when it was closed, one run of what is current is made when it is opened.
        Assert.InRange(ground.Files.List("views").Count(static name => name != "CHECKPOINT"), 2, 1 + 3 * 4);
        Assert.Equal(Keys, ground.Now.All(id).Count(document => document.GetValue(2).AsInt64() == 40));
        for (var key = 0; key < Keys; key++)
            Assert.Equal(40, ground.Now.Find(id, Ground.Key(Ground.Int(key)))!.GetValue(2).AsInt64());
    }

    [Fact]
    public void Runs_of_different_documents_wait_until_there_are_four()
    {
        using var ground = new Ground(Small);
        var id = ground.Define("things", null, ("id", FieldKind.Int64), ("number", FieldKind.Int64));
        var greatest = 0;
        for (var part = 0; part < 12; part++)
        {
            Write(ground, id, part * Keys, part);
            ground.Store.WaitForViews();
            greatest = Math.Max(greatest, ground.Files.List("views").Count(static name => name != "CHECKPOINT"));
        }

        Assert.True(greatest >= 6, $"at most {greatest} runs lay beside one another");
        Assert.Equal(12 * Keys, ground.Now.All(id).Count());
    }

    [Fact]
    public void Views_that_are_made_anew_are_merged_once_they_are_there_and_say_the_same()
    {
        using var ground = new Ground(Small);
        var id = ground.Define("things", null, ("id", FieldKind.Int64), ("number", FieldKind.Int64));
        for (var version = 1; version <= 100; version++)
            Write(ground, id, version % 3 * 50, version);
        var before = ground.Now.All(id).Select(static document => (document.Seq, document.PreviousSeq, document.GetValue(2))).ToList();
        ground.Store.Dispose();
        ground.Files.Delete("views/CHECKPOINT");
        ground.Reopen();
        ground.Store.WaitForViews();
        Assert.InRange(ground.Files.List("views").Count(static name => name != "CHECKPOINT"), 2, 2 + 3 * 4);
        Assert.Equal(before, ground.Now.All(id).Select(static document => (document.Seq, document.PreviousSeq, document.GetValue(2))));
        Assert.True(ground.Store.Verify().IsIntact);
    }

    [Fact]
    public void What_ended_and_the_entries_of_an_index_that_is_gone_do_not_go_on_in_blocks_that_are_taken_over()
    {
        using var ground = new Ground(new() { MemtableBytes = 512 * 1024 });
        var thing = Ground.Make(1, "things", ("id", FieldKind.Int64), ("text", FieldKind.String));
        var indexed = thing with { Indexes = [Ground.Index(1, false, 2)], NextIndexId = 2 };
        ground.Commit(t => t.Define(indexed));
        for (var part = 0; part < 16; part++)
        {
            if (part == 8)
                ground.Commit(t => t.Define(indexed with { Indexes = [] }));
            WriteTexts(part);
            if (part % 4 == 3)
                ground.Commit(t =>
                {
                    for (var key = (part - 2) * 1_000; key < (part - 1) * 1_000; key++)
                        t.Delete(1, Ground.Key(Ground.Int(key)), Nedb.Storage.Transactions.WriteMetadata.None);
                });
            ground.Store.WaitForViews();
        }

        ground.Commit(t => t.Define(indexed with { Indexes = [Ground.Index(2, false, 2)], NextIndexId = 3 }));
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(12_000, ground.Now.All(1).Count());
            Assert.Equal(
                ground.Now.All(1).Select(static document => document.Seq).Order(),
                ground.Now.ScanIndex(1, 2, KeyRange.All).Read().Select(static document => document.Seq).Order());
            for (var key = 500; key < 16_000; key += 1_000)
                Assert.Equal(key / 1_000 % 4 != 1, ground.Now.Find(1, Ground.Key(Ground.Int(key))) is not null);
            Assert.True(ground.Store.Verify().IsIntact);
            ground.Reopen();
        }

        void WriteTexts(int part) => ground.Commit(t =>
        {
            for (var key = part * 1_000; key < (part + 1) * 1_000; key++)
                t.Put(1, Ground.Int(key), Ground.Text($"text {key * 7919 % 16_000} of a thing that has a number and a text"));
        });
    }

    private static void Write(Ground ground, int id, int first, int number) => ground.Commit(t =>
    {
        for (var key = first; key < first + Keys; key++)
            t.Put(id, Ground.Int(key), Ground.Int(number));
    });
}
