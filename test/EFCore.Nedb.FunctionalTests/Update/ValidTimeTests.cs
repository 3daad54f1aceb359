using Microsoft.EntityFrameworkCore;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Update;

public sealed class ValidTimeTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public ValidTimeTests()
    {
        using var db = Open();
        db.Database.EnsureCreated();
    }

    public void Dispose() => _database.Dispose();

    [Fact]
    public void The_period_of_a_version_is_that_of_its_properties()
    {
        using var db = Open();
        db.Add(new Policy { Id = 1, ValidFrom = new DateOnly(2024, 1, 1), ValidTo = new DateOnly(2024, 7, 1) });
        db.Add(new Policy { Id = 2, ValidFrom = new DateOnly(2024, 7, 1) });
        db.SaveChanges();

        Assert.Equal([1], IdsAt("2024-06-30"));
        Assert.Equal([2], IdsAt("2024-07-01"));
        Assert.Equal([], IdsAt("2023-12-31"));
    }

    [Fact]
    public void Words_about_the_period_set_the_properties_where_there_are_any()
    {
        using var db = Open();
        var policy = new Policy { Id = 1 };
        db.Add(policy).ValidFrom(new DateOnly(2024, 1, 1)).ValidTo(new DateTimeOffset(2024, 7, 1, 0, 0, 0, TimeSpan.Zero));
        db.SaveChanges();

        Assert.Equal(new DateOnly(2024, 1, 1), policy.ValidFrom);
        Assert.Equal(new DateOnly(2024, 7, 1), policy.ValidTo);
        Assert.Equal([1], IdsAt("2024-02-15"));
    }

    [Fact]
    public void Words_about_the_period_hold_for_entities_without_such_properties()
    {
        using var db = Open();
        db.Add(new Fact { Id = 1 }).ValidFrom(new DateOnly(2024, 1, 1));
        db.Add(new Fact { Id = 2 });
        db.SaveChanges();

        Assert.Equal([2], IdsAt("2023-01-01", "Facts"));
        Assert.Equal([1, 2], IdsAt("2024-01-01", "Facts"));
    }

    [Fact]
    public void A_period_that_ends_before_it_starts_is_a_typed_error()
    {
        using var db = Open();
        db.Add(new Policy { Id = 1, ValidFrom = new DateOnly(2024, 7, 1), ValidTo = new DateOnly(2024, 1, 1) });

        var failure = Assert.Throws<DbUpdateException>(() => db.SaveChanges());

        Assert.Equal(NedbErrorCode.PeriodInvalid, Assert.IsType<NedbException>(failure.InnerException).Code);
        Assert.Empty(db.Policies.AsNoTracking());
    }

    private List<int> IdsAt(string date, string collection = "Policies")
    {
        using var connection = new NedbConnection(_database.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand($"FROM {collection} VALID AS OF \"{date}\" SELECT Id ORDER BY Id");
        using var reader = command.ExecuteReader();
        var ids = new List<int>();
        while (reader.Read())
            ids.Add(reader.GetInt32(0));
        return ids;
    }

    private PolicyContext Open() => new(_database.OptionsFor<PolicyContext>());

    private sealed class PolicyContext(DbContextOptions options) : DbContext(options)
    {
        public DbSet<Policy> Policies => Set<Policy>();

        public DbSet<Fact> Facts => Set<Fact>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Policy>().HasValidTime(policy => policy.ValidFrom, policy => policy.ValidTo);
            modelBuilder.Entity<Policy>().Property(policy => policy.Id).ValueGeneratedNever();
            modelBuilder.Entity<Fact>().Property(fact => fact.Id).ValueGeneratedNever();
        }
    }

    private sealed class Policy
    {
        public int Id { get; set; }

        public DateOnly ValidFrom { get; set; }

        public DateOnly? ValidTo { get; set; }
    }

    private sealed class Fact
    {
        public int Id { get; set; }
    }
}
