using Microsoft.EntityFrameworkCore;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Update;
using Nedb.Storage.Proofs;
using Nedb.Storage.Values;

namespace Nedb.EntityFrameworkCore.Infrastructure;

public sealed class NedbDatabaseFacadeTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task The_log_is_verified_and_a_node_proved()
    {
        await using var db = new ShopContext(_database.OptionsFor<ShopContext>());
        db.Database.EnsureCreated();
        var label = new Label { Id = "red" };
        db.Add(label);
        db.SaveChanges();
        var nedb = db.Database.Nedb();
        var checkpoint = nedb.Checkpoint;
        db.Add(new Label { Id = "blue" });
        db.SaveChanges();

        var report = await nedb.VerifyAsync(expected: checkpoint);
        var proof = nedb.Prove(label);

        Assert.True(report.IsIntact);
        Assert.Equal(nedb.Seq, report.Nodes);
        Assert.Equal(nedb.Head, nedb.Verify().Head);
        Assert.Equal(nedb.CurrentSeqOf(label), proof.Seq);
        Assert.Equal(nedb.Root, proof.Root);
        Assert.Equal(nedb.Seq, nedb.SeqAt(nedb.LastCommit!.CommittedAt));
        Assert.Null(nedb.CurrentSeqOf(new Label { Id = "green" }));
        Assert.Throws<InvalidOperationException>(() => nedb.Prove(new Label { Id = "green" }));
        Assert.Equal(NedbErrorCode.SeqNotReached, Assert.Throws<NedbException>(() => nedb.Prove(nedb.Seq + 1)).Code);
    }

    [Fact]
    public async Task A_third_party_checks_the_content_of_an_entity_with_a_document_and_a_checkpoint()
    {
        await using var db = new ShopContext(_database.OptionsFor<ShopContext>());
        db.Database.EnsureCreated();
        var label = new Label { Id = "red" };
        db.Add(label);
        db.SaveChanges();
        var nedb = db.Database.Nedb();
        var kept = CheckpointJson.Write(nedb.Checkpoint);
        db.Add(new Label { Id = "blue" });
        db.SaveChanges();

        Assert.True(CheckpointJson.TryRead(kept, out var checkpoint, out _));
        var document = InclusionProofJson.Write(await nedb.ProveAsync(label, checkpoint.Checkpoint));

        Assert.True(InclusionProofJson.TryRead(document, out var proof, out _));
        Assert.Equal(ProofVerdict.Valid, InclusionVerifier.Verify(proof, checkpoint.Checkpoint, out var node));
        Assert.Equal(NedbValue.FromString("red"), node!.Content!["Id"]);
        Assert.Equal(HistoryRelation.Continued, (await nedb.CompareAsync(checkpoint.Checkpoint)).Relation);
        Assert.Equal(checkpoint.Checkpoint, await nedb.CheckpointAtAsync(checkpoint.Checkpoint.Seq));
        var consistency = await nedb.ProveConsistencyAsync(checkpoint.Checkpoint.Seq);
        Assert.True(ConsistencyVerifier.Verify(consistency, checkpoint.Checkpoint, nedb.Checkpoint).IsValid);
        var later = Assert.Throws<NedbException>(() => nedb.Prove(new Label { Id = "blue" }, checkpoint.Checkpoint));
        Assert.Equal(NedbErrorCode.SeqNotReached, later.Code);
    }

    [Fact]
    public async Task What_waits_can_be_awaited_and_gives_the_same()
    {
        await using var db = new ShopContext(_database.OptionsFor<ShopContext>());
        db.Database.EnsureCreated();
        var order = new Order { Total = 1, Customer = new Customer { Name = "Ada" } };
        db.Add(order);
        db.SaveChanges();
        var nedb = db.Database.Nedb();
        var before = nedb.CurrentSeqOf(order)!.Value;
        order.Total = 2;
        db.SaveChanges();

        Assert.Equal(nedb.CurrentSeqOf(order), await nedb.CurrentSeqOfAsync(order));
        Assert.Null(await nedb.CurrentSeqOfAsync(new Label { Id = "green" }));
        Assert.Equal(nedb.Seq, await nedb.SeqAtAsync(nedb.LastCommit!.CommittedAt));
        var hash = nedb.Head;
        Assert.Equal(nedb.FindByHash(hash), await nedb.FindByHashAsync(hash));
        await nedb.PutFileAsync("a", new MemoryStream([1, 2, 3]));
        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            Assert.True(await nedb.DeleteFileAsync("a"));
            Assert.Null(await nedb.FindFileAsync("a"));
            await transaction.RollbackAsync();
        }

        Assert.Equal(nedb.ListFiles(), await nedb.ListFilesAsync());
        Assert.Equal(nedb.GetFileHistory("a"), await nedb.GetFileHistoryAsync("a"));
        await using (var stream = await nedb.OpenFileAsync("a"))
            Assert.Equal(3, stream.Length);
        Assert.True(FileVerifier.Verify(await nedb.ProveFileAsync("a"), nedb.Checkpoint, out _).IsValid);
        Assert.Equal(0, await nedb.SweepFileChunksAsync());
        Assert.Equal(1, await nedb.EraseAsync("Orders", [before]));
    }

    [Fact]
    public async Task Files_take_part_in_the_transaction_of_the_context()
    {
        await using var db = new ShopContext(_database.OptionsFor<ShopContext>());
        db.Database.EnsureCreated();
        var nedb = db.Database.Nedb();
        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            await nedb.PutFileAsync("a", new MemoryStream([1, 2, 3]));
            Assert.NotNull(nedb.FindFile("a"));
            await transaction.RollbackAsync();
        }

        Assert.Null(nedb.FindFile("a"));
        var put = nedb.PutFile("a", new MemoryStream([1, 2, 3]), new([], "upload"));
        nedb.PutFile("a", new MemoryStream([4]));
        using (var stream = nedb.OpenFile("a", put.Seq))
            Assert.Equal(3, stream.Length);
        Assert.Equal(2, nedb.GetFileHistory("a").Count);
        Assert.True(FileVerifier.Verify(nedb.ProveFile("a"), nedb.Checkpoint, out _).IsValid);
        Assert.Single(nedb.ListFiles());
        Assert.True(nedb.DeleteFile("a"));
        Assert.Equal(2, nedb.SweepFileChunks());
        Assert.Empty(await nedb.VerifyFilesAsync());
    }
}
