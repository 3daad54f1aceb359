using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Infrastructure;
using Nedb.EntityFrameworkCore.Update;

namespace Nedb.EntityFrameworkCore.Storage;

public sealed class RetryTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly Losing _losing = new();

    public RetryTests()
    {
        using var db = new ShopContext(_database.OptionsFor<ShopContext>());
        db.Database.EnsureCreated();
        db.Add(new Customer { Name = "first" });
        db.SaveChanges();
    }

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData(NedbErrorCode.Io)]
    [InlineData(NedbErrorCode.ReadOnlyAfterError)]
    public void A_save_whose_outcome_was_lost_is_not_done_twice(NedbErrorCode code)
    {
        using var db = Open();
        var added = new Customer { Name = "second" };
        db.Add(added);
        _losing.Lose(code);

        Assert.Equal(1, db.SaveChanges());

        Assert.Equal(0, _losing.Left);
        Assert.True(db.Database.Nedb().LastCommit!.IsReplayed);
        Assert.Equal(["first", "second"], Names());
        Assert.Equal(added.Id, db.Customers.AsNoTracking().Single(customer => customer.Name == "second").Id);
        Assert.Equal(EntityState.Unchanged, db.Entry(added).State);
    }

    [Fact]
    public async Task Nor_is_one_of_many_entities_which_is_a_transaction()
    {
        await using var db = Open();
        db.AddRange(new Customer { Name = "second" }, new Customer { Name = "third", Orders = { new Order { Total = 3 } } });
        _losing.Lose(NedbErrorCode.Io);

        Assert.Equal(3, await db.SaveChangesAsync());

        Assert.Equal(0, _losing.Left);
        Assert.True(db.Database.Nedb().LastCommit!.IsReplayed);
        Assert.Equal(["first", "second", "third"], Names());
        Assert.Equal(1, await db.Orders.CountAsync());
    }

    [Fact]
    public void An_update_in_the_database_counts_once()
    {
        using var db = Open();
        _losing.Lose(NedbErrorCode.Io);

        Assert.Equal(1, db.Customers.ExecuteUpdate(set => set.SetProperty(c => c.Discount, c => c.Discount + 1)));

        Assert.Equal(0, _losing.Left);
        Assert.Equal(6, db.Customers.Single().Discount);
    }

    [Fact]
    public void Each_save_is_a_commit_of_its_own()
    {
        using var db = Open();
        var customer = db.Customers.Single();
        customer.Name = "second";
        db.SaveChanges();
        customer.Name = "first";
        db.SaveChanges();
        customer.Name = "second";
        db.SaveChanges();

        Assert.False(db.Database.Nedb().LastCommit!.IsReplayed);
        Assert.Equal(["second"], Names());
    }

    [Fact]
    public void A_transaction_that_lost_against_another_is_run_again_on_what_that_one_left()
    {
        using var db = Open();
        var tries = 0;

        db.Database.CreateExecutionStrategy().Execute(() =>
        {
            db.ChangeTracker.Clear();
            using var transaction = db.Database.BeginTransaction();
            var customer = db.Customers.Single();
            if (++tries == 1)
                Change(customers => customers.ExecuteUpdate(set => set.SetProperty(c => c.Discount, c => c.Discount + 10)));
            customer.Discount += 1;
            db.SaveChanges();
            transaction.Commit();
        });

        Assert.Equal(2, tries);
        Assert.Equal(16, db.Customers.AsNoTracking().Single().Discount);
    }

    [Fact]
    public void Several_commits_that_are_tried_again_together_are_each_done_once()
    {
        using var db = Open();
        var tries = 0;

        db.Database.CreateExecutionStrategy().Execute(() =>
        {
            tries++;
            db.ChangeTracker.Clear();
            db.Add(new Customer { Name = "second" });
            db.SaveChanges();
            db.Customers.Where(c => c.Name == "first").ExecuteUpdate(set => set.SetProperty(c => c.Discount, c => c.Discount + 1));
            if (tries == 1)
                _losing.Lose(NedbErrorCode.Io);
            using var transaction = db.Database.BeginTransaction();
            db.Add(new Customer { Name = "third" });
            db.SaveChanges();
            db.Customers.Where(c => c.Name == "third").ExecuteUpdate(set => set.SetProperty(c => c.Discount, c => c.Discount + 1));
            transaction.Commit();
        });

        Assert.Equal(2, tries);
        Assert.Equal(["first", "second", "third"], Names());
        Assert.Equal([6, 5, 6], db.Customers.AsNoTracking().OrderBy(c => c.Name).Select(c => c.Discount));
    }

    [Fact]
    public void The_callers_own_key_is_kept()
    {
        using var db = Open();
        db.Add(new Label { Id = "red" });
        _losing.Lose(NedbErrorCode.Io);
        db.SaveChanges(new CommitOptions { IdempotencyKey = "mine" });

        using var again = Open();
        again.Add(new Label { Id = "red" });
        again.SaveChanges(new CommitOptions { IdempotencyKey = "mine" });
        Assert.True(again.Database.Nedb().LastCommit!.IsReplayed);
    }

    [Fact]
    public void What_fails_the_same_way_each_time_is_not_tried_again()
    {
        using var db = Open();
        db.AddRange(new Label { Id = "red" }, new Label { Id = "blue" });
        db.SaveChanges();
        db.ChangeTracker.Clear();
        _losing.Executed = 0;
        var second = new Label { Id = "red" };
        db.Add(second);

        var failure = Assert.Throws<DbUpdateException>(() => db.SaveChanges());

        Assert.Same(second, Assert.Single(failure.Entries).Entity);
        Assert.Equal(1, _losing.Executed);
    }

    [Fact]
    public void There_is_an_end_to_it()
    {
        using var db = Open(maxRetryCount: 2);
        db.Add(new Label { Id = "red" });
        _losing.Lose(NedbErrorCode.Io, times: 10);

        var failure = Assert.Throws<RetryLimitExceededException>(() => db.SaveChanges());

        Assert.Equal(7, _losing.Left);
        Assert.Equal(NedbErrorCode.Io, Assert.IsType<NedbException>(failure.GetBaseException()).Code);
    }

    [Fact]
    public void Without_it_a_commit_has_no_key_and_nothing_is_tried_again()
    {
        using var db = new ShopContext(_database.OptionsFor<ShopContext>(more: options => options.AddInterceptors(_losing)));
        db.Add(new Customer { Name = "second" });
        _losing.Lose(NedbErrorCode.Io);

        Assert.ThrowsAny<Exception>(() => db.SaveChanges());

        Assert.Equal(0, _losing.Left);
        Assert.Equal(["first", "second"], Names());
    }

    private ShopContext Open(int maxRetryCount = 3) => new(_database.OptionsFor<ShopContext>(
        nedb => nedb.EnableRetryOnFailure(maxRetryCount), options => options.AddInterceptors(_losing)));

    private void Change(Action<DbSet<Customer>> change)
    {
        using var other = new ShopContext(_database.OptionsFor<ShopContext>());
        change(other.Customers);
    }

    private List<string> Names()
    {
        using var db = new ShopContext(_database.OptionsFor<ShopContext>());
        return [.. db.Customers.Select(customer => customer.Name).OrderBy(name => name)];
    }

    /// <summary>Lets commits succeed, and their callers not learn of it.</summary>
    private sealed class Losing : DbCommandInterceptor, IDbTransactionInterceptor
    {
        private NedbErrorCode _code;

        public int Left { get; private set; }

        public int Executed { get; set; }

        public void Lose(NedbErrorCode code, int times = 1) => (_code, Left) = (code, times);

        public override DbDataReader ReaderExecuted(DbCommand command, CommandExecutedEventData eventData, DbDataReader result)
        {
            if (eventData.CommandSource == CommandSource.SaveChanges && eventData.Context!.Database.CurrentTransaction is null)
                LoseOne();
            return result;
        }

        public override void CommandFailed(DbCommand command, CommandErrorEventData eventData) => Executed++;

        public override int NonQueryExecuted(DbCommand command, CommandExecutedEventData eventData, int result)
        {
            if (eventData.Context!.Database.CurrentTransaction is null)
                LoseOne();
            return result;
        }

        public void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => LoseOne();

        public Task TransactionCommittedAsync(
            DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            LoseOne();
            return Task.CompletedTask;
        }

        private void LoseOne()
        {
            if (Left == 0)
                return;
            Left--;
            throw new NedbException(_code, "The answer was lost.");
        }
    }
}
