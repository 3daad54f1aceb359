using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Migrations;

public sealed class MigrateTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public void Migrations_are_applied_in_order_and_once()
    {
        using var db = Open();
        Assert.Equal(["20260101000000_First", "20260102000000_Second"], db.Database.GetPendingMigrations());

        db.Database.Migrate("20260101000000_First");
        Execute(db, "INSERT INTO Things (Id, Name) VALUES (1, \"one\")");
        db.Database.Migrate();
        db.Database.Migrate();

        Assert.Equal(["20260101000000_First", "20260102000000_Second"], db.Database.GetAppliedMigrations());
        Assert.Empty(db.Database.GetPendingMigrations());
        var things = db.Things.OrderBy(thing => thing.Id).ToList();
        // The document of before has the renamed field, and the later field has its default.
        Assert.Equal(["one", "seeded"], things.Select(thing => thing.Title));
        Assert.Equal([7, 9], things.Select(thing => thing.Rank));
    }

    [Fact]
    public async Task A_migration_can_be_taken_back()
    {
        await using var db = Open();
        await db.Database.MigrateAsync();

        await db.Database.MigrateAsync("20260101000000_First");

        Assert.Equal(["20260101000000_First"], await db.Database.GetAppliedMigrationsAsync());
        Execute(db, "INSERT INTO Things (Id, Name) VALUES (1, \"one\")");
        await db.Database.MigrateAsync(Migration.InitialDatabase);
        Assert.Empty(await db.Database.GetAppliedMigrationsAsync());
    }

    [Fact]
    public void Each_migration_is_one_commit_with_its_row_of_history()
    {
        using var db = Open();
        db.Database.Migrate("20260101000000_First");
        var before = db.Database.Nedb().Seq;

        db.Database.Migrate();

        Assert.Equal(before + 1, db.Database.Nedb().LastCommit!.FirstSeq);
    }

    [Fact]
    public void Several_contexts_may_migrate_at_once()
    {
        var failures = new List<Exception>();
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            try
            {
                using var db = Open();
                db.Database.Migrate();
            }
            catch (Exception e)
            {
                lock (failures)
                    failures.Add(e);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.Empty(failures);
        using var db = Open();
        Assert.Equal("seeded", db.Things.Single().Title);
    }

    [Fact]
    public void A_script_is_the_statements_in_order()
    {
        using var db = Open();
        var migrator = db.GetService<IMigrator>();

        var script = migrator.GenerateScript();

        Assert.Contains("CREATE COLLECTION Things (", script, StringComparison.Ordinal);
        Assert.Contains("ALTER COLLECTION Things RENAME FIELD Name TO Title;", script, StringComparison.Ordinal);
    }

    [Fact]
    public void An_idempotent_script_applies_what_is_missing_as_one_commit()
    {
        using var db = Open();
        var script = db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);
        Assert.Contains(
            "IF NOT EXISTS (FROM __EFMigrationsHistory WHERE MigrationId = \"20260102000000_Second\") THEN", script, StringComparison.Ordinal);
        db.Database.Migrate("20260101000000_First");
        Execute(db, "INSERT INTO Things (Id, Name) VALUES (1, \"one\")");
        var before = db.Database.Nedb().Seq;

        Execute(db, script);

        Assert.Equal(["20260101000000_First", "20260102000000_Second"], db.Database.GetAppliedMigrations());
        Assert.Equal(["one", "seeded"], db.Things.OrderBy(thing => thing.Id).Select(thing => thing.Title));
        Assert.Equal(before + 1, db.Database.Nedb().LastCommit!.FirstSeq);
        var after = db.Database.Nedb().Seq;
        Execute(db, script);
        Assert.Equal(after, db.Database.Nedb().Seq);
    }

    [Fact]
    public void An_idempotent_script_makes_an_empty_database_complete()
    {
        using var db = Open();

        Execute(db, db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent));

        Assert.Empty(db.Database.GetPendingMigrations());
        Assert.Equal("seeded", db.Things.Single().Title);
    }

    [Fact]
    public void An_idempotent_script_takes_back_what_was_applied()
    {
        using var db = Open();
        var script = db.GetService<IMigrator>().GenerateScript(
            "20260102000000_Second", "20260101000000_First", MigrationsSqlGenerationOptions.Idempotent);
        db.Database.Migrate();

        Execute(db, script);
        Execute(db, script);

        Assert.Equal(["20260101000000_First"], db.Database.GetAppliedMigrations());
        Execute(db, "INSERT INTO Things (Id, Name) VALUES (1, \"one\")");
    }

    private static void Execute(DbContext db, string nql) => db.Database.ExecuteSqlRaw(nql);

    private ThingContext Open() => new(_database.OptionsFor<ThingContext>());

    private sealed class ThingContext(DbContextOptions options) : DbContext(options)
    {
        public DbSet<Thing> Things => Set<Thing>();

        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) =>
            optionsBuilder.ConfigureWarnings(warnings => warnings.Ignore(
                Microsoft.EntityFrameworkCore.Diagnostics.RelationalEventId.PendingModelChangesWarning));

        protected override void OnModelCreating(ModelBuilder modelBuilder) =>
            modelBuilder.Entity<Thing>().Property(thing => thing.Id).ValueGeneratedNever();
    }

    private sealed class Thing
    {
        public int Id { get; set; }

        public string Title { get; set; } = "";

        public int Rank { get; set; }
    }

    [DbContext(typeof(ThingContext))]
    [Migration("20260101000000_First")]
    private sealed class First : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable(
            "Things",
            table => new { Id = table.Column<int>(), Name = table.Column<string>(maxLength: 20) },
            constraints: table => table.PrimaryKey("PK_Things", row => row.Id));

        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("Things");
    }

    [DbContext(typeof(ThingContext))]
    [Migration("20260102000000_Second")]
    private sealed class Second : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn("Name", "Things", "Title");
            migrationBuilder.AddColumn<int>("Rank", "Things", defaultValue: 7);
            migrationBuilder.CreateIndex("IX_Things_Rank", "Things", "Rank");
            migrationBuilder.InsertData("Things", ["Id", "Title", "Rank"], ["int32", "string", "int32"], [2, "seeded", 9]);
        }

        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DeleteData("Things", ["Id"], ["int32"], [2]);
            migrationBuilder.DropIndex("IX_Things_Rank", "Things");
            migrationBuilder.DropColumn("Rank", "Things");
            migrationBuilder.RenameColumn("Title", "Things", "Name");
        }
    }
}
