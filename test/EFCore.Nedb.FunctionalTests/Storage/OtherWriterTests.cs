using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Infrastructure;
using Nedb.Storage;

namespace Nedb.EntityFrameworkCore.Storage;

/// <summary>
/// What a context does while somebody else has its database open for writing. The lock is that of a file handle, so that a store which the
/// pool does not know stands for another process.
/// </summary>
public sealed class OtherWriterTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public static TheoryData<string> Starts => ["EnsureCreated", "EnsureCreatedAsync", "Migrate", "MigrateAsync"];

    public void Dispose() => _database.Dispose();

    [Theory]
    [MemberData(nameof(Starts))]
    public async Task A_start_waits_until_the_other_closes_the_database(string how)
    {
        var other = NedbStore.Open(_database.Folder);
        var start = Task.Run(() => Start(how, seconds: 60));
        var isEarly = await Task.WhenAny(start, Task.Delay(300)) == start;
        other.Dispose();
        await start;

        Assert.False(isEarly);
        await using var db = Open();
        db.Add(new Thing { Id = 1 });
        Assert.Equal(1, await db.SaveChangesAsync());
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public async Task A_start_waits_no_longer_than_a_command_may_take(string how)
    {
        using var other = NedbStore.Open(_database.Folder);
        var error = await Assert.ThrowsAsync<NedbException>(() => Start(how, seconds: 1));
        Assert.Equal(NedbErrorCode.Locked, error.Code);
    }

    [Fact]
    public async Task A_start_that_waits_can_be_cancelled()
    {
        using var other = NedbStore.Open(_database.Folder);
        using var cancellation = new CancellationTokenSource();
        await using var db = Open();
        var start = db.Database.MigrateAsync(cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
    }

    [Fact]
    public void A_query_does_not_wait()
    {
        using (var db = Open())
            Assert.True(db.Database.EnsureCreated());
        using (var connection = new NedbConnection(_database.ConnectionString))
            NedbConnection.ClearPool(connection);
        using var other = NedbStore.Open(_database.Folder);
        using var late = Open();
        late.Database.SetCommandTimeout(0);
        Assert.Equal(NedbErrorCode.Locked, Assert.Throws<NedbException>(() => late.Things.Count()).Code);
    }

    private async Task Start(string how, int seconds)
    {
        await using var db = Open();
        db.Database.SetCommandTimeout(seconds);
        switch (how)
        {
            case "EnsureCreated":
                Assert.True(db.Database.EnsureCreated());
                break;
            case "EnsureCreatedAsync":
                Assert.True(await db.Database.EnsureCreatedAsync());
                break;
            case "Migrate":
                db.Database.Migrate();
                break;
            default:
                await db.Database.MigrateAsync();
                break;
        }
    }

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
    }

    [DbContext(typeof(ThingContext))]
    [Microsoft.EntityFrameworkCore.Migrations.Migration("20260101000000_First")]
    private sealed class First : Microsoft.EntityFrameworkCore.Migrations.Migration
    {
        protected override void Up(Microsoft.EntityFrameworkCore.Migrations.MigrationBuilder migrationBuilder) =>
            migrationBuilder.CreateTable(
                "Things",
                table => new { Id = table.Column<int>() },
                constraints: table => table.PrimaryKey("PK_Things", row => row.Id));
    }
}
