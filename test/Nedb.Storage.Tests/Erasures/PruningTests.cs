using Nedb.Storage.Diagnostics;
using Nedb.Storage.Proofs;
using Nedb.Storage.Schema;
using Nedb.Storage.Tests.Layers;
using Nedb.Storage.Tests.Transactions;
using Nedb.Storage.Views;

namespace Nedb.Storage.Tests.Erasures;

public sealed class PruningTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_no_state_since_the_horizon_shows_is_gone_and_every_state_since_is_as_it_was(bool isWrittenToRuns)
    {
        using var ground = new Ground(isWrittenToRuns ? LayeredGround.Tiny : null);
        LayeredGround.Define(ground.Store);
        for (var round = 1; round <= 45; round++)
            LayeredGround.Write(ground.Store, round);
        var horizon = ground.Store.Seq * 2 / 3;
        var checkpoint = ground.Store.Checkpoint;
        var last = ground.Store.Seq;
        var states = States(ground.Now, horizon, last);
        var hidden = Hidden(ground.Now, horizon);
        Assert.True(hidden.Count > 20);

        var expected = 0L;
        for (long seq = 1; seq < horizon; seq++)
            if (ground.Now.FindNode(seq) is { Kind: NodeKind.Put } put && put.SupersededSeq <= horizon)
                expected++;

        var pruned = ground.Store.Prune(horizon);

        Assert.Equal(expected, pruned);
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(states, States(ground.Now, horizon, last));
            foreach (var seq in (long[])[0, 1, horizon - 1])
                Assert.Equal(StorageErrorCode.Pruned, Assert.Throws<StorageException>(() => ground.Now.AsOf(seq)).Code);
            Assert.Empty(Hidden(ground.Now, horizon));
            foreach (var node in hidden.Where(node => node.Kind == NodeKind.Put))
            {
                Assert.Equal(node.Hash, ground.Now.FindNode(node.Seq)!.Hash);
                Assert.Equal(ProofVerdict.Valid, InclusionVerifier.Verify(ground.Store.Prove(node.Seq), ground.Store.Checkpoint));
            }

            var report = ground.Store.Verify(checkpoint);
            Assert.Empty(report.Damage);
            Assert.Equal(pruned, report.Erased);
            if (round == 0)
                ground.Reopen();
            else
                ground.Reopen(new Random(round));
        }

        Assert.Equal(0, ground.Store.Prune(horizon));
        Assert.Equal(0, ground.Store.Prune(horizon - 5)); // a horizon never goes back
        Assert.Throws<StorageException>(() => ground.Now.AsOf(horizon - 1));
        LayeredGround.Write(ground.Store, 46);
    }

    [Fact]
    public void A_horizon_that_was_not_reached_is_refused_and_a_database_in_memory_prunes_as_well()
    {
        using var store = NedbStore.OpenInMemory();
        using (var transaction = store.BeginTransaction())
        {
            transaction.Define(Ground.Make(1, "people", ("id", FieldKind.Int64), ("note", FieldKind.String)));
            transaction.Commit();
        }

        for (var i = 0; i < 5; i++)
            using (var transaction = store.BeginTransaction())
            {
                transaction.Put(1, Ground.Int(1), Ground.Text($"note {i}"));
                transaction.Commit();
            }

        foreach (var horizon in (long[])[0, store.Seq + 1])
            Assert.Equal(StorageErrorCode.SeqNotReached, Assert.Throws<StorageException>(() => store.Prune(horizon)).Code);
        Assert.Equal(2, store.Prune(4));
        Assert.Equal("note 2", store.OpenSnapshot().AsOf(4).Find(1, Ground.Key(Ground.Int(1)))!.GetValue(2).AsString());
        Assert.Equal(3, store.OpenSnapshot().ScanHistory(1, KeyRange.All).Read().Count);
    }

    private static List<string> States(ReadView view, long horizon, long last)
    {
        var lines = new List<string>();
        for (var seq = horizon; seq <= last; seq += 7)
        {
            var state = view.AsOf(seq);
            foreach (var document in state.All(LayeredGround.Things))
                lines.Add($"{seq} {document.Seq} {document.GetValue(2)} {document.GetValue(3)}");
            foreach (var document in state.ScanIndex(LayeredGround.Things, 1, KeyRange.All).Read())
                lines.Add($"{seq} index {document.Seq}");
        }

        return lines;
    }

    private static List<Document> Hidden(ReadView view, long horizon) =>
        [.. view.ScanHistory(LayeredGround.Things, KeyRange.All).Read().Where(version =>
            version.SupersededSeq <= horizon || version.IsTombstone && version.Seq < horizon)];
}
