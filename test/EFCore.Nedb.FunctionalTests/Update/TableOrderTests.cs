using Microsoft.EntityFrameworkCore;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Update;

/// <summary>Saves of many collections at once: what is referred to comes first, and goes last.</summary>
public sealed class TableOrderTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly TestDatabase _other = new();

    public void Dispose()
    {
        _database.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void Principals_are_written_before_their_dependents_and_deleted_after_them()
    {
        using var db = Open(_database.OptionsFor<TownContext>());
        var street = new Street { Name = "a", Town = new Town { Name = "a", Country = new Country { Name = "a" } } };
        db.Add(street);
        db.SaveChanges();
        Assert.Equal(["a"], db.Streets.Select(s => s.Town!.Country!.Name));

        db.Remove(street);
        db.Remove(street.Town);
        db.Remove(street.Town.Country!);
        db.Add(new Street { Name = "b", Town = new Town { Name = "b", Country = new Country { Name = "b" } } });
        db.SaveChanges();
        Assert.Equal(["b"], db.Streets.AsNoTracking().Select(s => s.Town!.Country!.Name));
        Assert.Equal(["b"], db.Countries.Select(c => c.Name));
    }

    [Fact]
    public void Causes_come_before_effects_whatever_refers_to_what()
    {
        using var db = Open(_database.OptionsFor<TownContext>());
        var town = new Town { Name = "t", Country = new Country { Name = "c" } };
        db.Add(town);
        var notice = new Notice { Name = "m" };
        db.Add(town);
        db.Add(notice);
        db.Entry(town).CausedBy(notice);
        db.SaveChanges();
        Assert.Equal(["m"], db.Towns.TraceCausedBy<Notice>().Select(n => n.Name));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Random_saves_of_all_states_leave_the_same_as_through_the_commands_of_EF(int seed)
    {
        var own = Save(_database.OptionsFor<TownContext>(), seed);
        var prepared = Save(_other.OptionsFor<TownContext>(nedb => nedb.MinBatchSize(2)), seed);
        Assert.NotEmpty(own);
        Assert.Equal(prepared, own);
    }

    [Fact]
    public void Rows_that_are_only_changed_fail_in_the_order_of_EF()
    {
        using var db = Open(_database.OptionsFor<TownContext>());
        db.Add(new Street { Name = "s", Town = new Town { Name = "t", Country = new Country { Name = "c" } } });
        db.SaveChanges();
        using (var other = Open(_database.OptionsFor<TownContext>()))
        {
            other.Streets.ExecuteDelete();
            other.Towns.ExecuteDelete();
        }

        db.Towns.Local.Single().CountryName = null;
        db.Streets.Local.Single().Length = 5;
        Assert.IsType<Street>(Assert.Throws<DbUpdateConcurrencyException>(() => db.SaveChanges()).Entries.Single().Entity);
    }

    [Fact]
    public void A_unique_value_can_be_given_up_and_taken_in_one_save()
    {
        using var db = Open(_database.OptionsFor<TownContext>());
        db.Add(new Notice { Name = "first", Number = 1 });
        db.SaveChanges();

        db.Remove(db.Notices.Single());
        db.Add(new Notice { Name = "another", Number = 1 });
        db.SaveChanges();
        Assert.Equal("another", db.Notices.Single().Name);
    }

    private static TownContext Open(DbContextOptions<TownContext> options)
    {
        var db = new TownContext(options);
        db.Database.EnsureCreated();
        return db;
    }

    private static List<string> Save(DbContextOptions<TownContext> options, int seed)
    {
        var random = new Random(seed);
        Open(options).Dispose();
        for (var save = 0; save < 20; save++)
        {
            using var db = new TownContext(options);
            var countries = db.Countries.OrderBy(c => c.Name).ToList();
            var towns = db.Towns.OrderBy(t => t.Name).ToList();
            var streets = db.Streets.OrderBy(s => s.Name).ToList();
            foreach (var street in streets.Where(_ => random.Next(6) == 0))
                db.Remove(street);
            foreach (var street in streets.Where(s => db.Entry(s).State == EntityState.Unchanged && random.Next(3) == 0))
                (street.Length, street.Town) = (random.Next(100), random.Next(2) == 0 ? NewTown(random, save, countries) : street.Town);
            foreach (var town in towns.Where(t => t.Streets.Count == 0 && random.Next(2) == 0))
                db.Remove(town);
            for (var i = random.Next(4); i > 0; i--)
                db.Add(new Street { Name = $"{save} {i} {random.Next()}", Town = NewTown(random, save, countries) });
            db.SaveChanges();
        }

        using var read = new TownContext(options);
        return
        [
            .. read.Countries.OrderBy(c => c.Name).Select(c => c.Name),
            .. read.Towns.OrderBy(t => t.Name).Select(t => t.Name + t.CountryName),
            .. read.Streets.OrderBy(s => s.Name).AsEnumerable().Select(s => $"{s.Name} {s.TownName} {s.Length}"),
            .. read.Streets.History().OrderBy(v => v.Entity!.Name).AsEnumerable().Select(v => v.Entity?.Name ?? "deleted"),
        ];
    }

    private static Town NewTown(Random random, int save, List<Country> countries)
    {
        var country = countries.Count > 0 && random.Next(3) > 0
            ? countries[random.Next(countries.Count)]
            : new Country { Name = $"c{save} {random.Next()}" };
        if (!countries.Contains(country))
            countries.Add(country);
        return new Town { Name = $"t{save} {random.Next()}", Country = country };
    }

    public sealed class Country
    {
        public required string Name { get; init; }
    }

    public sealed class Town
    {
        public required string Name { get; init; }

        public string? CountryName { get; set; }

        public Country? Country { get; set; }

        public List<Street> Streets { get; } = [];
    }

    public sealed class Street
    {
        public required string Name { get; init; }

        public int Length { get; set; }

        public string? TownName { get; set; }

        public Town? Town { get; set; }
    }

    public sealed class Notice
    {
        public required string Name { get; init; }

        public int Number { get; init; }
    }

    public sealed class TownContext(DbContextOptions<TownContext> options) : DbContext(options)
    {
        public DbSet<Country> Countries => Set<Country>();

        public DbSet<Town> Towns => Set<Town>();

        public DbSet<Street> Streets => Set<Street>();

        public DbSet<Notice> Notices => Set<Notice>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Country>().HasKey(c => c.Name);
            modelBuilder.Entity<Town>().HasKey(t => t.Name);
            modelBuilder.Entity<Street>().HasKey(s => s.Name);
            modelBuilder.Entity<Notice>().HasKey(n => n.Name);
            modelBuilder.Entity<Notice>().HasIndex(n => n.Number).IsUnique();
            modelBuilder.Entity<Town>().HasOne(t => t.Country).WithMany().HasForeignKey(t => t.CountryName);
            modelBuilder.Entity<Street>().HasOne(s => s.Town).WithMany(t => t.Streets).HasForeignKey(s => s.TownName);
        }
    }
}
