using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Update;

/// <summary>One property that refers to either of two types of a hierarchy, and is part of a key.</summary>
public sealed class SharedForeignKeyTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_dependent_takes_the_key_of_the_principal_that_it_was_added_to(bool isInOneTransaction)
    {
        using var first = Open();
        first.Database.EnsureCreated();
        using var transaction = isInOneTransaction ? first.Database.BeginTransaction() : null;
        var gadget = new Gadget();
        first.Add(gadget);
        first.SaveChanges();

        using var second = isInOneTransaction
            ? new ShelfContext(new DbContextOptionsBuilder<ShelfContext>().UseNedb(first.Database.GetDbConnection()).Options)
            : Open();
        if (transaction is not null)
            second.Database.UseTransaction(transaction.GetDbTransaction());
        var found = second.Find<Gadget>(gadget.Id)!;
        var label = new Label { Tag = new Tag { Text = "new" } };
        found.Labels = [label];
        second.SaveChanges();

        Assert.Equal(gadget.Id, label.ItemId);
        Assert.Equal(gadget.Id, second.Set<Label>().AsNoTracking().Single().ItemId);
    }

    private ShelfContext Open() => new(_database.OptionsFor<ShelfContext>());

    private sealed class ShelfContext(DbContextOptions<ShelfContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Item>();
            modelBuilder.Entity<Tool>().HasMany(item => item.Labels).WithOne().HasForeignKey(label => label.ItemId);
            modelBuilder.Entity<Gadget>().HasMany(item => item.Labels).WithOne().HasForeignKey(label => label.ItemId);
            modelBuilder.Entity<Label>().HasKey(label => new { label.TagId, label.ItemId });
        }
    }

    private abstract class Item
    {
        public Guid Id { get; set; }
    }

    private sealed class Tool : Item
    {
        public List<Label> Labels { get; set; } = [];
    }

    private sealed class Gadget : Item
    {
        public List<Label> Labels { get; set; } = [];
    }

    private sealed class Tag
    {
        public int Id { get; set; }

        public string Text { get; set; } = "";
    }

    private sealed class Label
    {
        public int TagId { get; set; }

        public Guid ItemId { get; set; }

        public Tag? Tag { get; set; }
    }
}
