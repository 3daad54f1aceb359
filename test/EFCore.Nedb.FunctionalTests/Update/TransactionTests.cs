using System.Transactions;
using Microsoft.EntityFrameworkCore;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Update;

public sealed class TransactionTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public TransactionTests()
    {
        using var db = Open();
        db.Database.EnsureCreated();
    }

    public void Dispose() => _database.Dispose();

    [Fact]
    public void Several_saves_in_a_transaction_are_one_commit()
    {
        using var db = Open();
        var before = db.Database.Nedb().Seq;
        using (var transaction = db.Database.BeginTransaction())
        {
            db.Add(new Label { Id = "red" });
            db.SaveChanges();
            db.Add(new Label { Id = "blue" });
            db.SaveChanges();
            Assert.Equal(2, db.Labels.Count());
            using (var other = Open())
                Assert.Empty(other.Labels);
            transaction.Commit();
        }

        Assert.Equal(2, db.Database.Nedb().LastCommit!.Count);
        Assert.Equal(before + 2, db.Database.Nedb().Seq);
    }

    [Fact]
    public async Task What_is_rolled_back_leaves_no_trace()
    {
        await using var db = Open();
        var before = db.Database.Nedb().Seq;
        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            db.Add(new Label { Id = "red" });
            await db.SaveChangesAsync();
            await transaction.RollbackAsync();
        }

        await using (await db.Database.BeginTransactionAsync())
        {
            db.Add(new Label { Id = "blue" });
            await db.SaveChangesAsync();
        }

        Assert.Equal(before, db.Database.Nedb().Seq);
        Assert.Empty(db.Labels.AsNoTracking());
    }

    [Fact]
    public void A_savepoint_takes_back_what_came_after_it()
    {
        using var db = Open();
        using var transaction = db.Database.BeginTransaction();
        Assert.True(transaction.SupportsSavepoints);
        db.Add(new Label { Id = "red" });
        db.SaveChanges();
        transaction.CreateSavepoint("here");
        db.Add(new Label { Id = "blue" });
        db.SaveChanges();
        transaction.RollbackToSavepoint("here");
        transaction.ReleaseSavepoint("here");
        transaction.Commit();

        Assert.Equal("red", db.Labels.AsNoTracking().Single().Id);
    }

    [Fact]
    public void A_failed_save_leaves_the_transaction_as_it_was()
    {
        using var db = Open();
        using var transaction = db.Database.BeginTransaction();
        db.Add(new Label { Id = "red" });
        db.SaveChanges();
        var order = new Order { CustomerId = 99 };
        db.AddRange(new Label { Id = "blue" }, order);
        var failure = Assert.Throws<DbUpdateException>(() => db.SaveChanges());
        Assert.Same(order, Assert.Single(failure.Entries).Entity);

        db.Entry(order).State = EntityState.Detached;
        db.SaveChanges();
        transaction.Commit();

        Assert.Equal(["blue", "red"], db.Labels.AsNoTracking().Select(label => label.Id).OrderBy(id => id));
        Assert.Empty(db.Orders);
    }

    [Fact]
    public void A_transaction_of_the_connection_can_be_shared()
    {
        using var db = Open();
        db.Database.OpenConnection();
        using var transaction = db.Database.GetDbConnection().BeginTransaction();
        db.Database.UseTransaction(transaction);
        db.Add(new Label { Id = "red" });
        db.SaveChanges();
        transaction.Rollback();
        db.Database.UseTransaction(null);

        Assert.Empty(db.Labels.AsNoTracking());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_context_saves_nothing_more_in_an_ambient_transaction_that_was_rolled_back(bool isOpen)
    {
        await using var db = Open();
        if (isOpen)
            await db.Database.OpenConnectionAsync();
        var before = db.Database.Nedb().Seq;
        using (new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
        {
            db.Add(new Label { Id = "red" });
            await db.SaveChangesAsync();
            Transaction.Current!.Rollback();
            db.Add(new Label { Id = "blue" });

            Assert.IsType<TransactionAbortedException>(Record.Exception(() => db.SaveChanges())?.GetBaseException());
            Assert.IsType<TransactionAbortedException>((await Record.ExceptionAsync(() => db.SaveChangesAsync()))?.GetBaseException());
            Assert.IsType<TransactionAbortedException>(Record.Exception(() => db.Labels.ExecuteDelete())?.GetBaseException());
            Assert.IsType<TransactionAbortedException>((await Record.ExceptionAsync(() => db.Labels.CountAsync()))?.GetBaseException());
        }

        Assert.Equal(before, db.Database.Nedb().Seq);
        Assert.Equal(1, await db.SaveChangesAsync());
    }

    private ShopContext Open() => new(_database.OptionsFor<ShopContext>());
}
