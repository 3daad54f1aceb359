using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Update;

public sealed class ExpiryTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public void An_entity_ends_when_it_is_swept_after_its_time()
    {
        using var db = Open();
        db.Add(new Label { Id = "red" }).ExpiresAt(Noon);
        db.Add(new Label { Id = "blue" });
        db.SaveChanges();

        Assert.Equal(0, db.Database.Nedb().SweepExpired(Noon.AddTicks(-1)));
        Assert.Equal(2, db.Labels.Count());
        Assert.Equal(1, db.Database.Nedb().SweepExpired(Noon));

        Assert.Equal("blue", db.Labels.AsNoTracking().Single().Id);
        Assert.Equal(1, db.Labels.History().Count(version => version.IsDeleted));
    }

    [Fact]
    public void A_later_write_puts_it_off_and_one_that_says_nothing_does_not()
    {
        using var db = Open();
        var customer = db.Add(new Customer { Name = "Ada" }).ExpiresAt(Noon).Entity;
        db.SaveChanges();
        customer.Name = "Ada L.";
        db.SaveChanges();
        db.Entry(customer).ExpiresAt(Noon.AddDays(1));
        customer.Name = "Ada Lovelace";
        db.SaveChanges();

        Assert.Equal(0, db.Database.Nedb().SweepExpired(Noon.AddHours(1)));
        db.Entry(customer).ExpiresAt(DateTimeOffset.MaxValue);
        customer.Name = "Ada";
        db.SaveChanges();
        Assert.Equal(0, db.Database.Nedb().SweepExpired(Noon.AddYears(10)));
        Assert.Equal(1, db.Customers.Count());
    }

    [Fact]
    public void A_log_shows_it()
    {
        var lines = new List<string>();
        using var db = Open(options => options.LogTo(lines.Add, [RelationalEventId.CommandExecuted]));
        lines.Clear();

        db.Add(new Label { Id = "red" }).ExpiresAt(Noon);
        db.SaveChanges();

        Assert.Contains("EXPIRES AT timestamptz \"2026-06-01T12:00:00+00:00\"", Assert.Single(lines), StringComparison.Ordinal);
    }

    private ShopContext Open(Action<DbContextOptionsBuilder>? more = null)
    {
        var db = new ShopContext(_database.OptionsFor<ShopContext>(more: more));
        db.Database.EnsureCreated();
        return db;
    }
}
