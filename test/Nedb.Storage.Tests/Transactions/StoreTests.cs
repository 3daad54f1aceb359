using Nedb.Storage.Diagnostics;
using Nedb.Storage.Schema;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;
using static Nedb.Storage.Tests.Transactions.Ground;

namespace Nedb.Storage.Tests.Transactions;

public sealed class StoreTests
{
    [Fact]
    public void What_was_committed_is_there_after_opening_again_with_its_past_and_its_proofs()
    {
        using var ground = new Ground();
        var people = ground.Define("people", null, ("id", FieldKind.Int32), ("name", FieldKind.String));
        ground.Commit(t => t.Put(people, Int(1), Text("Ada")));
        ground.Commit(t => t.Put(people, Int(1), Text("Ada L.")));
        ground.Commit(t => t.Delete(people, Int(1)));
        ground.Commit(t => t.Put(people, Int(1), Text("Ada again")));
        var before = ground.Store.Checkpoint;
        var hashes = ground.Now.ScanHistory(people, KeyRange.All).Read().Select(version => version.Hash).ToList();
        for (var round = 0; round < 2; round++)
        {
            var now = ground.Now;
            Assert.Equal("Ada again", now.Find(people, Key(Int(1)))!.GetValue(2).AsString());
            Assert.Null(now.AsOf(4).Find(people, Key(Int(1))));
            Assert.Equal("Ada L.", now.AsOf(3).Find(people, Key(Int(1)))!.GetValue(2).AsString());
            Assert.Equal("Ada", now.AsOf(2).Find(people, Key(Int(1)))!.GetValue(2).AsString());
            Assert.Empty(now.AsOf(1).All(people));
            Assert.Equal([2, 3, 4, 5], now.ScanHistory(people, KeyRange.All).Read().Select(version => version.Seq));
            Assert.Equal([3, 4, 5, long.MaxValue], now.ScanHistory(people, KeyRange.All).Read().Select(version => version.SupersededSeq));
            Assert.Equal([0, 2, 3, 4], now.ScanHistory(people, KeyRange.All).Read().Select(version => version.PreviousSeq));
            Assert.All(now.ScanHistory(people, KeyRange.All).Read(), version => Assert.Equal(Int(1), version.Id));
            Assert.Equal(hashes, now.ScanHistory(people, KeyRange.All).Read().Select(version => version.Hash));
            Assert.Equal(before, ground.Store.Checkpoint);
            Assert.True(ground.Store.Verify(before).IsIntact);
            Assert.Equal(hashes[0], new Hash256(ground.Store.OpenSnapshot().FindNode(2)!.Hash.ToByteArray()));
            ground.Reopen();
        }
    }

    [Fact]
    public void A_schemaless_collection_comes_back_with_the_same_fields_in_the_same_order()
    {
        using var ground = new Ground();
        ground.Commit(t => t.GetOrAddSchemaless("never written"));
        ground.Commit(t =>
        {
            var things = t.GetOrAddSchemaless("things").Id;
            var zebra = t.GetOrAddField(things, "zebra");
            var a = t.GetOrAddField(things, "a");
            t.Put(things, Text("one"), [zebra, a], [Int(1), NedbValue.Null], WriteMetadata.None);
            t.GetOrAddField(things, "later");
        });
        ground.Commit(t =>
        {
            var things = t.GetOrAddSchemaless("things").Id;
            t.Put(things, Text("two"), [t.GetOrAddField(things, "new")], [Text("x")], WriteMetadata.None);
        });
        var before = Describe(ground.Now);
        ground.Reopen();
        Assert.Equal(before, Describe(ground.Now));
        Assert.Contains("zebra", before);

        static string Describe(ReadView view)
        {
            var things = view.Catalog.Find("things")!;
            return string.Join(' ', things.Fields.Select(field => $"{field.Id}:{field.Name}")) + " | " + string.Join(
                ' ', view.All(things.Id).Select(
                document =>
                    document.Id + "=" + string.Join(',', document.FieldIds.ToArray().Select(id => $"{id}:{document.GetValue(id)}"))));
        }
    }

    [Fact]
    public void The_first_writer_of_a_key_wins_and_others_are_put_on_top()
    {
        using var ground = new Ground();
        var people = ground.Define("people", null, ("id", FieldKind.Int32), ("name", FieldKind.String));
        using var first = ground.Store.BeginTransaction();
        using var second = ground.Store.BeginTransaction();
        using var third = ground.Store.BeginTransaction();
        first.Put(people, Int(1), Text("first"));
        second.Put(people, Int(1), Text("second"));
        var provisional = third.Put(people, Int(2), Text("third"));
        third.Put(people, new WriteMetadata { Provenance = new([provisional.Seq]) }, Int(3), Text("because of the other"));
        Assert.Equal(2, first.Commit().LastSeq);
        var conflict = Assert.Throws<StorageException>(() => second.Commit());
        Assert.Equal(StorageErrorCode.WriteConflict, conflict.Code);
        Assert.True(conflict.IsTransient);
        Assert.Equal((3, 4), (third.Commit() is var result ? result.FirstSeq : 0, result.LastSeq));
        Assert.Equal(3L, Assert.Single(ground.Now.Find(people, Key(Int(3)))!.Provenance.CausedBy));
        Assert.Equal([4L], ground.Now.FindEffects(3));
        ground.Reopen();
        Assert.Equal([4L], ground.Now.FindEffects(3));
    }
}
