using Nedb.Storage.Proofs;
using Nedb.Storage.Schema;
using Nedb.Storage.Tests.Layers;
using Nedb.Storage.Tests.Transactions;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using static Nedb.Storage.Tests.Transactions.Ground;

namespace Nedb.Storage.Tests.Views;

/// <summary>Nodes and commits are found by their hashes, wherever they lie.</summary>
public sealed class NodeHashTests
{
    private const int Things = 1;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_node_and_every_commit_is_found_by_its_hash(bool isInRuns)
    {
        using var ground = new Ground(isInRuns ? LayeredGround.Tiny : null);
        ground.Define("things", null, ("id", FieldKind.Int64), ("text", FieldKind.String));
        var heads = new Dictionary<long, Hash256> { [0] = ground.Store.CheckpointAt(0).Head };
        for (var i = 0; i < 200; i++)
        {
            var result = ground.Commit(write =>
            {
                write.Put(Things, Int(i % 50), Text($"text {i}"));
                write.Put(Things, Int(1_000 + i), Text($"other {i}"));
            });
            heads[result.LastSeq] = result.Head;
        }

        Check();
        ground.Store.WaitForViews();
        Check();
        ground.Reopen();
        Check();
        ground.Reopen(isInRuns ? new Random(1) : null);
        Check();

        void Check()
        {
            var view = ground.Now;
            for (long seq = 1; seq <= view.Seq; seq++)
            {
                var hash = view.FindNode(seq)!.Hash;
                Assert.Equal(seq, view.FindNode(hash)!.Seq);
                Assert.Equal(new HashPlace(HashKind.Node, seq), ground.Store.FindByHash(hash));
            }

            foreach (var (seq, head) in heads)
                Assert.Equal(new HashPlace(HashKind.Commit, seq), ground.Store.FindByHash(head));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_nothing_has_the_hash_of_is_not_found(bool isInRuns)
    {
        using var ground = new Ground(isInRuns ? LayeredGround.Tiny : null);
        ground.Define("things", null, ("id", FieldKind.Int64), ("text", FieldKind.String));
        for (var i = 0; i < 60; i++)
            ground.Commit(write => write.Put(Things, Int(i), Text($"text {i}")));
        ground.Store.WaitForViews();
        foreach (var known in (Hash256[])[ground.Now.FindNode(30)!.Hash, ground.Store.Head])
        {
            // One that begins in the same way is another one.
            var bytes = known.ToByteArray();
            bytes[31] ^= 1;
            Assert.Null(ground.Store.FindByHash(new(bytes)));
            Assert.Null(ground.Now.FindNode(new Hash256(bytes)));
        }

        Assert.Null(ground.Store.FindByHash(default));
        Assert.Null(ground.Now.FindNode(ground.Store.Head));
        Assert.Null(ground.Store.FindByHash(ground.Store.Root));
    }

    [Fact]
    public void A_state_finds_no_node_by_its_hash_that_it_has_not_reached()
    {
        using var ground = new Ground(LayeredGround.Tiny);
        ground.Define("things", null, ("id", FieldKind.Int64), ("text", FieldKind.String));
        var before = ground.Now;
        ground.Commit(write => write.Put(Things, Int(1), Text("one")));
        var hash = ground.Now.FindNode(2)!.Hash;
        Assert.Null(before.FindNode(hash));
        Assert.Null(ground.Now.AsOf(1).FindNode(hash));
        Assert.Equal(2, ground.Now.AsOf(2).FindNode(hash)!.Seq);
        // The hash is that of what was committed, also where it was replaced.
        ground.Commit(write => write.Put(Things, Int(1), Text("two")));
        Assert.Equal("one", ground.Now.FindNode(hash)!.GetValue(2).AsString());
    }

    [Fact]
    public void What_is_not_committed_has_no_hash_to_be_found_by()
    {
        using var ground = new Ground();
        ground.Define("things", null, ("id", FieldKind.Int64), ("text", FieldKind.String));
        using var transaction = ground.Store.BeginTransaction();
        transaction.Put(Things, Int(1), Text("one"));
        Assert.Null(transaction.View.FindNode(default(Hash256)));
        Assert.Equal(1, transaction.View.FindNode(ground.Now.FindNode(1)!.Hash)!.Seq);
        transaction.Commit();
        Assert.Equal(2, ground.Now.FindNode(ground.Now.FindNode(2)!.Hash)!.Seq);
    }

    [Fact]
    public void An_erased_version_keeps_its_hash_and_is_found_by_it()
    {
        using var ground = new Ground(LayeredGround.Tiny);
        ground.Define("things", null, ("id", FieldKind.Int64), ("text", FieldKind.String));
        for (var i = 0; i < 60; i++)
            ground.Commit(write => write.Put(Things, Int(1), Text($"text {i}")));
        var hash = ground.Now.FindNode(20)!.Hash;
        ground.Commit(write => write.Erase(Things, [20], null, WriteMetadata.None));
        Assert.True(ground.Now.FindNode(hash)!.IsContentErased);
        ground.Reopen();
        Assert.Equal(20, ground.Now.FindNode(hash)!.Seq);
    }
}
