using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Migrations;

/// <summary>
/// Versions of before a migration that renames a collection and a field, adds one with a default, gives one another type, and drops one: they are
/// read through the model of today.
/// </summary>
public sealed class TemporalMigrationTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly long _first;
    private readonly long _second;
    private readonly long _after;

    public TemporalMigrationTests()
    {
        using var db = Open();
        db.Database.Migrate("20260101000000_First");
        db.Database.ExecuteSqlRaw("INSERT INTO Things (Id, Name, Size, Since, Until, Old) VALUES (1, 'one', 5, date '2024-01-01', date '2024-07-01', 'x')");
        _first = db.Database.Nedb().Seq;
        db.Database.ExecuteSql(
            $"INSERT INTO Things (Id, Name, Size, Since, Until, Old) VALUES (2, 'two', 6, date '2024-07-01', NULL, 'y') CAUSED BY {_first}");
        db.Database.ExecuteSqlRaw("UPDATE Things SET Name = 'uno' WHERE Id = 1");
        _second = db.Database.Nedb().Seq;
        db.Database.Migrate();
        var item = db.Items.Single(found => found.Id == 1);
        item.Rank = 8;
        db.SaveChanges();
        db.Items.Where(found => found.Id == 2).ExecuteDelete();
        _after = db.Database.Nedb().Seq;
    }

    public void Dispose() => _database.Dispose();

    [Fact]
    public void AsOf_before_a_migration_answers_for_the_model_of_today()
    {
        using var db = Open();

        var then = db.Items.AsOf(_second).OrderBy(item => item.Id).ToList();

        Assert.Equal(["uno", "two"], then.Select(item => item.Title));
        Assert.Equal([7, 7], then.Select(item => item.Rank));
        Assert.Equal([5L, 6L], then.Select(item => item.Size));
        Assert.Equal("one", db.Items.AsOf(_first).Single(item => item.Title == "one" && item.Rank == 7 && item.Size < 6).Title);
        Assert.Empty(db.Items.AsOf(_first - 1));
    }

    [Fact]
    public void The_history_of_an_entity_goes_through_the_migration()
    {
        using var db = Open();

        var versions = db.Items.Where(item => item.Id == 1).History().OrderBy(version => version.Seq).ToList();

        Assert.Equal([("one", 7), ("uno", 7), ("uno", 8)], versions.Select(version => (version.Entity!.Title, version.Entity.Rank)));
        Assert.Equal(versions[1].Seq, versions[0].SupersededSeq);
        Assert.Equal([false, true], db.Items.Where(item => item.Id == 2).History().OrderBy(version => version.Seq).Select(version => version.IsDeleted));
        Assert.Equal(2, db.Items.Where(item => item.Title == "uno").History().Count());
    }

    [Fact]
    public void Ranges_of_time_go_through_the_migration()
    {
        using var db = Open();

        Assert.Equal(4, db.Items.TemporalAll().Count());
        Assert.Equal(["one", "two", "uno"], db.Items.TemporalBetween(_first, _second).Select(item => item.Title).OrderBy(title => title));
        Assert.Equal(["one", "two", "uno"], db.Items.TemporalContainedIn(_first, _after).Select(item => item.Title).OrderBy(title => title));
        Assert.Equal([7, 7, 8], db.Items.TemporalFromTo(_second, _after + 1).Select(item => item.Rank).OrderBy(rank => rank));
    }

    [Fact]
    public void Changes_are_told_between_both_sides_of_the_migration()
    {
        using var db = Open();

        var changes = db.Items.Changes(_first, _after).OrderBy(change => change.Key).ToList();

        var change = Assert.Single(changes);
        Assert.Equal(ChangeAction.Update, change.Action);
        Assert.Equal(("one", 7), (change.Before!.Title, change.Before.Rank));
        Assert.Equal(("uno", 8), (change.After!.Title, change.After.Rank));
        Assert.Equal("two", Assert.Single(db.Items.Changes(_second, _after).Where(found => found.Action == ChangeAction.Delete)).Before!.Title);
    }

    [Fact]
    public void Both_times_are_asked_together_on_the_other_side_of_the_migration()
    {
        using var db = Open();

        Assert.Equal("uno", db.Items.AsOf(_second).ValidAsOf(new DateOnly(2024, 3, 1)).Single().Title);
        Assert.Equal("two", db.Items.AsOf(_second).ValidAsOf(new DateOnly(2024, 8, 1)).Single().Title);
        Assert.Empty(db.Items.ValidAsOf(new DateOnly(2024, 8, 1)));
    }

    [Fact]
    public void Causes_of_before_the_migration_are_found_and_read_as_they_are_today()
    {
        using var db = Open();

        var cause = db.Items.AsOf(_second).Where(item => item.Id == 2).TraceCausedBy<Item>().Single();

        Assert.Equal(("one", 7), (cause.Title, cause.Rank));
        Assert.Equal(_first, db.Items.AsOf(_second).Where(item => item.Id == 2).TraceCausedBy().Single().Seq);
    }

    private MigratedContext Open() => new(_database.OptionsFor<MigratedContext>());

    private sealed class Item
    {
        public int Id { get; set; }

        public string Title { get; set; } = "";

        public long Size { get; set; }

        public int Rank { get; set; }

        public DateOnly Since { get; set; }

        public DateOnly? Until { get; set; }
    }

    private sealed class MigratedContext(DbContextOptions options) : DbContext(options)
    {
        public DbSet<Item> Items => Set<Item>();

        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) =>
            optionsBuilder.ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));

        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Item>(item =>
        {
            item.Property(i => i.Id).ValueGeneratedNever();
            item.HasValidTime(i => i.Since, i => i.Until);
        });
    }

    [DbContext(typeof(MigratedContext))]
    [Migration("20260101000000_First")]
    private sealed class First : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable(
            "Things",
            table => new
            {
                Id = table.Column<int>(),
                Name = table.Column<string>(),
                Size = table.Column<int>(),
                Since = table.Column<DateOnly>(),
                Until = table.Column<DateOnly>(nullable: true),
                Old = table.Column<string>(),
            },
            constraints: table => table.PrimaryKey("PK_Things", row => row.Id))
            .Annotation("Nedb:ValidFrom", "Since").Annotation("Nedb:ValidTo", "Until");
    }

    [DbContext(typeof(MigratedContext))]
    [Migration("20260102000000_Second")]
    private sealed class Second : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameTable("Things", newName: "Items");
            migrationBuilder.RenameColumn("Name", "Items", "Title");
            migrationBuilder.AddColumn<int>("Rank", "Items", defaultValue: 7);
            migrationBuilder.AlterColumn<long>("Size", "Items", oldClrType: typeof(int));
            migrationBuilder.DropColumn("Old", "Items");
        }
    }
}
