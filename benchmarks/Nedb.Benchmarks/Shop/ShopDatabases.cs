using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Nedb.Data;

namespace Nedb.Benchmarks.Shop;

/// <summary>The same model in Nedb and in SQLite (WAL, synchronous=FULL), side by side in a folder of their own.</summary>
public sealed class ShopDatabases : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nedb-benchmark-").FullName;

    public ShopDatabases()
    {
        Nedb = new DbContextOptionsBuilder().UseNedb(Path.Combine(_folder, "nedb")).Options;
        Sqlite = new DbContextOptionsBuilder().UseSqlite($"Data Source={Path.Combine(_folder, "shop.db")}").Options;
        foreach (var options in new[] { Nedb, Sqlite })
        {
            using var context = new ShopContext(options);
            context.Database.EnsureCreated();
        }

        // EFCore.Sqlite creates databases in WAL mode; FULL is SQLite's default, and every commit syncs under both.
        using var sqlite = new ShopContext(Sqlite);
        var mode = sqlite.Database.SqlQueryRaw<string>("PRAGMA journal_mode").AsEnumerable().Single();
        var synchronous = sqlite.Database.SqlQueryRaw<int>("PRAGMA synchronous").AsEnumerable().Single();
        if (mode != "wal" || synchronous != 2)
            throw new InvalidOperationException($"SQLite runs with journal_mode={mode}, synchronous={synchronous}; expected wal and 2 (FULL).");
    }

    public DbContextOptions Nedb { get; }

    public DbContextOptions Sqlite { get; }

    public void Fill(int orders)
    {
        foreach (var options in new[] { Nedb, Sqlite })
            for (var start = 0; start < orders; start += 10_000)
            {
                using var context = new ShopContext(options);
                for (var number = start; number < Math.Min(orders, start + 10_000); number++)
                    context.Add(Order.Make(number));
                context.SaveChanges();
            }
    }

    public void Dispose()
    {
        NedbConnection.ClearAllPools();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
