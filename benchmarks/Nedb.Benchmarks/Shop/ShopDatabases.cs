using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Nedb.Benchmarks.Measuring;
using Nedb.Data;

namespace Nedb.Benchmarks.Shop;

/// <summary>The same rows in Nedb, in SQLite (WAL, synchronous=FULL) and in EF's store in memory, side by side.</summary>
internal sealed class ShopDatabases : IDisposable
{
    public const int Customers = 10_000;
    public const int Orders = 100_000;

    /// <summary>The orders that have lines, from the first; ten each.</summary>
    public const int OrdersWithLines = 1_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("nedb-benchmark-").FullName;

    public ShopDatabases(bool withMemory)
    {
        Nedb = new("Nedb", new DbContextOptionsBuilder<ShopContext>().UseNedb(NedbConnectionString(_folder)).Options);
        Sqlite = new("SQLite", new DbContextOptionsBuilder<ShopContext>().UseSqlite(SqliteConnectionString(_folder)).Options);
        All = withMemory
            ? [Nedb, Sqlite, new("InMemory", new DbContextOptionsBuilder<ShopContext>().UseInMemoryDatabase("shop").Options)]
            : [Nedb, Sqlite];
        foreach (var contestant in All)
        {
            using (var context = contestant.Open())
                context.Database.EnsureCreated();
            Fill(contestant.Options, Customers, Orders, OrdersWithLines);
        }

        CheckSqlite();
    }

    public Contestant Nedb { get; }

    public Contestant Sqlite { get; }

    public IReadOnlyList<Contestant> All { get; }

    public static string NedbConnectionString(string folder) => $"Data Source={Path.Combine(folder, "nedb")}";

    public static string SqliteConnectionString(string folder) => $"Data Source={Path.Combine(folder, "shop.db")}";

    public static void Fill(DbContextOptions<ShopContext> options, int customers, int orders, int ordersWithLines)
    {
        Save(10, static n => new Category { Name = $"Category {n}" });
        Save(100, static n => new Product { Name = $"Product {n}", CategoryId = n % 10 + 1 });
        Save(customers, static n => new Customer { Name = $"Customer {n:000000}", Country = n % 7 == 0 ? "DE" : "FR" });
        Save(orders, n => Order.Make(n, customers));
        Save(10 * ordersWithLines, static n => new OrderLine
        {
            OrderId = n / 10 + 1,
            ProductId = n % 100 + 1,
            Quantity = n % 5 + 1,
            Price = n % 400 * 0.25m,
        });

        void Save(int count, Func<int, object> make)
        {
            for (var start = 0; start < count; start += 10_000)
            {
                using var context = new ShopContext(options);
                for (var n = start; n < Math.Min(count, start + 10_000); n++)
                    context.Add(make(n));
                context.SaveChanges();
            }
        }
    }

    public void Dispose()
    {
        NedbConnection.ClearAllPools();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    // EFCore.Sqlite creates databases in WAL mode; FULL is SQLite's default, and every commit syncs under both.
    private void CheckSqlite()
    {
        using var sqlite = Sqlite.Open();
        var mode = sqlite.Database.SqlQueryRaw<string>("PRAGMA journal_mode").AsEnumerable().Single();
        var synchronous = sqlite.Database.SqlQueryRaw<int>("PRAGMA synchronous").AsEnumerable().Single();
        if (mode != "wal" || synchronous != 2)
            throw new InvalidOperationException($"SQLite runs with journal_mode={mode}, synchronous={synchronous}; expected wal and 2 (FULL).");
    }
}
