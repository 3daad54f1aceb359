using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Query;

/// <summary>What a query makes of rows that an optional navigation does not find, of TPT hierarchies and of inline collections.</summary>
public sealed class OptionalNavigationTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public OptionalNavigationTests()
    {
        using var db = Open();
        db.Database.EnsureCreated();
        var painted = new Boat { Name = "Ark", IsPainted = true };
        db.AddRange(
            new Berth { Id = 1, Boat = painted },
            new Berth { Id = 2, Boat = new Sailboat { Name = "Bee", IsPainted = false, Masts = 2 } },
            new Berth { Id = 3 });
        db.SaveChanges();
    }

    public void Dispose() => _database.Dispose();

    [Fact]
    public void The_negation_of_what_an_optional_navigation_leads_to_does_not_hold_where_it_leads_nowhere()
    {
        using var db = Open();

        Assert.Equal([2], db.Berths.Where(berth => !berth.Boat!.IsPainted).Select(berth => berth.Id));
        Assert.Equal([2], db.Berths.Where(berth => !(berth.Boat!.IsPainted && berth.Id < 9)).Select(berth => berth.Id));
        Assert.Equal([1, 2], db.Berths.Where(berth => !(berth.Boat!.IsPainted && berth.Id > 1)).Select(berth => berth.Id).Order());
    }

    [Fact]
    public void A_type_in_a_table_of_its_own_has_the_key_that_its_base_was_given()
    {
        using var db = Open();

        var sailboat = Assert.Single(db.Set<Sailboat>());

        Assert.Equal("Bee", sailboat.Name);
        Assert.Equal(2, sailboat.Masts);
        Assert.Equal(2, db.Set<Boat>().Count());
    }

    [Fact]
    public void Collections_can_be_constants_of_the_query_and_immutable_arrays()
    {
        using var db = Open();
        var numbers = new[] { 2, 999 };
        var immutable = ImmutableArray.Create(1, 3);

        Assert.Equal([1, 3], db.Berths.Where(berth => EF.Constant(numbers).Count(number => number > berth.Id) == (berth.Id < 2 ? 2 : 1))
            .Where(berth => berth.Id != 2).Select(berth => berth.Id).Order());
        Assert.Equal([1, 3], db.Berths.Where(berth => immutable.Contains(berth.Id)).Select(berth => berth.Id).Order());
    }

    [Fact]
    public void Bytes_are_read_by_their_index()
    {
        using var db = Open();

        Assert.Equal(2, db.Set<Boat>().Count(boat => boat.Mark[1] == 7));
    }

    private HarbourContext Open() => new(_database.OptionsFor<HarbourContext>());

    private sealed class HarbourContext(DbContextOptions<HarbourContext> options) : DbContext(options)
    {
        public DbSet<Berth> Berths => Set<Berth>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Berth>().Property(berth => berth.Id).ValueGeneratedNever();
            modelBuilder.Entity<Boat>().UseTptMappingStrategy();
            modelBuilder.Entity<Sailboat>().ToTable("Sailboats");
        }
    }

    private sealed class Berth
    {
        public int Id { get; set; }

        public Boat? Boat { get; set; }
    }

    private class Boat
    {
        public int Id { get; set; }

        public required string Name { get; set; }

        public bool IsPainted { get; set; }

        public byte[] Mark { get; set; } = [1, 7];
    }

    private sealed class Sailboat : Boat
    {
        public int Masts { get; set; }
    }
}
