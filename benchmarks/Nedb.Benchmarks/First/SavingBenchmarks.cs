using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using Microsoft.EntityFrameworkCore;
using Nedb.Benchmarks.Shop;

namespace Nedb.Benchmarks.First;

/// <summary>Durable saves, a new context each.</summary>
[InProcess]
[MemoryDiagnoser]
[SimpleJob(RunStrategy.Monitoring, warmupCount: 20, iterationCount: 60, invocationCount: 5)]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
[HideColumns("Job", "Runtime", "InvocationCount", "IterationCount", "RunStrategy", "UnrollFactor", "WarmupCount", "Toolchain")]
public class SavingBenchmarks
{
    private ShopDatabases _shop = null!;
    private int _number;

    [GlobalSetup]
    public void Open() => _shop = new();

    [GlobalCleanup]
    public void Close() => _shop.Dispose();

    [Benchmark(Baseline = true), BenchmarkCategory("SaveChanges of 1")]
    public int One_Sqlite() => Save(_shop.Sqlite, 1);

    [Benchmark, BenchmarkCategory("SaveChanges of 1")]
    public int One_Nedb() => Save(_shop.Nedb, 1);

    [Benchmark(Baseline = true), BenchmarkCategory("SaveChanges of 1,000")]
    public int Thousand_Sqlite() => Save(_shop.Sqlite, 1_000);

    [Benchmark, BenchmarkCategory("SaveChanges of 1,000")]
    public int Thousand_Nedb() => Save(_shop.Nedb, 1_000);

    private int Save(DbContextOptions options, int count)
    {
        using var context = new ShopContext(options);
        for (var i = 0; i < count; i++)
            context.Add(Order.Make(_number++));
        return context.SaveChanges();
    }
}
