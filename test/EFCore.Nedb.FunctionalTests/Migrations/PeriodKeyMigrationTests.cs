using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Infrastructure;
using Nedb.EntityFrameworkCore.Update;
using static Nedb.EntityFrameworkCore.Update.RoomContext;

namespace Nedb.EntityFrameworkCore.Migrations;

public sealed class PeriodKeyMigrationTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public void Definitions_say_which_keys_are_over_periods()
    {
        using var context = new ConfiguredContext(RoomContext.Configure);

        var script = context.Database.GenerateCreateScript();

        Assert.Contains("CONSTRAINT PK_Rate PRIMARY KEY (Room, `From` WITHOUT OVERLAPS)", script, StringComparison.Ordinal);
        Assert.Contains("CONSTRAINT AK_Booking_Guest_From UNIQUE (Guest, `From` WITHOUT OVERLAPS)", script, StringComparison.Ordinal);
        Assert.Contains("FOREIGN KEY (Room, PERIOD `From`) REFERENCES Rate (Room, PERIOD `From`)", script, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_come_and_go_by_migrations_and_are_checked_against_what_is_stored()
    {
        using var plain = new ConfiguredContext(Plain, Options);
        using var ruled = new ConfiguredContext(RoomContext.Configure, Options);
        plain.Database.EnsureCreated();
        var wrong = new Rate { Room = 1, From = new(2026, 1, 5), To = new(2026, 1, 9) };
        plain.AddRange(
            new Rate { Room = 1, From = new(2026, 1, 1), To = new(2026, 1, 6) },
            wrong,
            new Booking { Guest = "ann", Room = 1, From = new(2026, 1, 2), To = new(2026, 1, 8) });
        plain.SaveChanges();

        Assert.Equal(NedbErrorCode.OverlapViolation, Assert.Throws<NedbException>(() => Migrate(plain, ruled)).Code);
        plain.Remove(wrong);
        plain.SaveChanges();
        Assert.Equal(NedbErrorCode.ForeignKeyViolation, Assert.Throws<NedbException>(() => Migrate(plain, ruled)).Code);
        plain.Add(new Rate { Room = 1, From = new(2026, 1, 6) });
        plain.SaveChanges();
        Migrate(plain, ruled);

        ruled.Add(new Rate { Room = 1, From = new(2026, 1, 20) });
        Assert.Throws<DbUpdateException>(() => ruled.SaveChanges());
        Migrate(ruled, plain);
        ruled.SaveChanges();
        Assert.Equal(3, ruled.Set<Rate>().Count());
        Assert.Empty(Differences(ruled, ruled));
    }

    private static void Plain(ModelBuilder modelBuilder)
    {
        RoomContext.Configure(modelBuilder);
        foreach (var entityType in modelBuilder.Model.GetEntityTypes())
        {
            foreach (var key in entityType.GetKeys())
                key.RemoveAnnotation("Nedb:WithoutOverlaps");
            foreach (var foreignKey in entityType.GetForeignKeys().ToList())
                entityType.RemoveForeignKey(foreignKey);
        }
    }

    private DbContextOptions Options => _database.OptionsFor<ConfiguredContext>();

    private static IReadOnlyList<Microsoft.EntityFrameworkCore.Migrations.Operations.MigrationOperation> Differences(DbContext from, DbContext to) =>
        to.GetService<IMigrationsModelDiffer>().GetDifferences(ModelOf(from).GetRelationalModel(), ModelOf(to).GetRelationalModel());

    private static IModel ModelOf(DbContext context) => context.GetService<IDesignTimeModel>().Model;

    private static void Migrate(DbContext from, DbContext to)
    {
        using var transaction = to.Database.BeginTransaction();
        foreach (var command in to.GetService<IMigrationsSqlGenerator>().Generate(Differences(from, to), ModelOf(to)))
            to.Database.ExecuteSqlRaw(command.CommandText);
        transaction.Commit();
    }
}
