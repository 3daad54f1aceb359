using Microsoft.EntityFrameworkCore;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Update;

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
}
