using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Nedb.Benchmarks.Measuring;
using Nedb.Benchmarks.Shop;
using Nedb.Data;

namespace Nedb.Benchmarks.Ef;

/// <summary>Times processes that do one query: from their start to their end, with an existing small database of five entities.</summary>
internal static class FirstQuery
{
    private const int Turns = 7;

    public static void Print()
    {
        var folder = Directory.CreateTempSubdirectory("nedb-first-query-").FullName;
        try
        {
            foreach (var name in new[] { "Nedb", "SQLite" })
            {
                using (var context = new ShopContext(Options(name, folder)))
                    context.Database.EnsureCreated();
                ShopDatabases.Fill(Options(name, folder), customers: 100, orders: 1_000, ordersWithLines: 10);
            }

            NedbConnection.ClearAllPools();
            SqliteConnection.ClearAllPools();
            var pairs = Enumerable.Range(0, Turns).Select(_ => (Nedb: Time("Nedb", folder), Sqlite: Time("SQLite", folder))).ToList();
            var ratio = Sample.Median(pairs.Select(static pair => pair.Sqlite.Wall / pair.Nedb.Wall));
            var cpu = Sample.Median(pairs.Select(static pair => pair.Sqlite.Cpu / pair.Nedb.Cpu));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{"first query of a process",-44} {1,5} {ratio,6:0.00} {cpu,6:0.00} {Sample.Median(pairs.Select(static p => p.Nedb.Wall)),7:0} ms "
                + $"{Sample.Median(pairs.Select(static p => p.Sqlite.Wall)),7:0} ms {"-",10}{(ratio < 1 ? "   MISSED" : "")}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What the process does that is timed.</summary>
    public static void RunOnce(string name, string folder)
    {
        using var context = new ShopContext(Options(name, folder));
        var order = context.Orders.First(order => order.Id == 500);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{order.Code} {Environment.CpuUsage.TotalTime.TotalMilliseconds}"));
    }

    private static (double Wall, double Cpu) Time(string name, string folder)
    {
        var clock = Stopwatch.StartNew();
        var start = new ProcessStartInfo("dotnet", [typeof(FirstQuery).Assembly.Location, "once", name, folder])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0 || !output.StartsWith("ORD-", StringComparison.Ordinal))
            throw new InvalidOperationException($"The process for {name} failed: {output}");
        return (clock.Elapsed.TotalMilliseconds, double.Parse(output.Split(' ')[1], CultureInfo.InvariantCulture));
    }

    private static DbContextOptions<ShopContext> Options(string name, string folder)
    {
        var builder = new DbContextOptionsBuilder<ShopContext>();
        return (name == "Nedb"
            ? builder.UseNedb(ShopDatabases.NedbConnectionString(folder))
            : builder.UseSqlite(ShopDatabases.SqliteConnectionString(folder))).Options;
    }
}
