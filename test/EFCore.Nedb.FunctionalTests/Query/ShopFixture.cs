using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Nedb.Data;

namespace Nedb.EntityFrameworkCore.Query;

/// <summary>The shop in Nedb, in SQLite, and as objects: the same rows three times.</summary>
public sealed class ShopFixture : IDisposable
{
    private readonly NedbConnection _nedb = new("Data Source=:memory:");
    private readonly SqliteConnection _sqlite = new("Data Source=:memory:");

    public ShopFixture()
    {
        _nedb.Open();
        _sqlite.Open();
        using var nedb = CreateNedb();
        nedb.Database.EnsureCreated();
        Data.SaveTo(nedb);
        using var sqlite = CreateSqlite();
        sqlite.Database.EnsureCreated();
        Data.SaveTo(sqlite);
    }

    public ShopData Data { get; } = ShopData.Create();

    public ShopContext CreateNedb() => new(Configure(new DbContextOptionsBuilder<ShopContext>().UseNedb(_nedb)));

    public ShopContext CreateSqlite() => new(Configure(new DbContextOptionsBuilder<ShopContext>().UseSqlite(_sqlite)));

    private static DbContextOptions<ShopContext> Configure(DbContextOptionsBuilder builder) =>
        ((DbContextOptionsBuilder<ShopContext>)builder)
        .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
        .ConfigureWarnings(warnings => warnings.Ignore(
            CoreEventId.RowLimitingOperationWithoutOrderByWarning,
            CoreEventId.FirstWithoutOrderByAndFilterWarning,
            CoreEventId.DistinctAfterOrderByWithoutRowLimitingOperatorWarning))
        .Options;

    public void Dispose()
    {
        _nedb.Dispose();
        _sqlite.Dispose();
    }
}
