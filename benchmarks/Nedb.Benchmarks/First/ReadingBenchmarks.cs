using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Microsoft.EntityFrameworkCore;
using Nedb.Benchmarks.Shop;

namespace Nedb.Benchmarks.First;

/// <summary>Queries over 100,000 orders, a new context each.</summary>
[InProcess]
[MemoryDiagnoser]
[SimpleJob(warmupCount: 3, iterationCount: 10)]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
[HideColumns("Job", "Runtime", "IterationCount", "WarmupCount", "Toolchain")]
public class ReadingBenchmarks
{
    private const int Orders = 100_000;

    private ShopDatabases _shop = null!;
    private int _key;

    [GlobalSetup]
    public void Open()
    {
        _shop = new();
        _shop.Fill(Orders);
    }

    [GlobalCleanup]
    public void Close() => _shop.Dispose();

    [Benchmark(Baseline = true), BenchmarkCategory("point query by key")]
    public Order? Key_Sqlite() => ByKey(_shop.Sqlite);

    [Benchmark, BenchmarkCategory("point query by key")]
    public Order? Key_Nedb() => ByKey(_shop.Nedb);

    [Benchmark(Baseline = true), BenchmarkCategory("20 rows by index")]
    public List<Order> Page_Sqlite() => Page(_shop.Sqlite);

    [Benchmark, BenchmarkCategory("20 rows by index")]
    public List<Order> Page_Nedb() => Page(_shop.Nedb);

    [Benchmark(Baseline = true), BenchmarkCategory("GroupBy over 100,000")]
    public int Group_Sqlite() => Group(_shop.Sqlite);

    [Benchmark, BenchmarkCategory("GroupBy over 100,000")]
    public int Group_Nedb() => Group(_shop.Nedb);

    private int NextKey() => _key = (_key + 7919) % Orders;

    private Order? ByKey(DbContextOptions options)
    {
        using var context = new ShopContext(options);
        var key = NextKey() + 1;
        return context.Orders.AsNoTracking().FirstOrDefault(order => order.Id == key);
    }

    private List<Order> Page(DbContextOptions options)
    {
        using var context = new ShopContext(options);
        var customer = NextKey() / 10 + 1;
        return context.Orders.AsNoTracking().Where(order => order.CustomerId >= customer).OrderBy(order => order.CustomerId).Take(20).ToList();
    }

    private static int Group(DbContextOptions options)
    {
        using var context = new ShopContext(options);
        return context.Orders.GroupBy(order => order.Status).Select(g => new { g.Key, Sum = g.Sum(order => order.Quantity) }).ToList().Count;
    }
}
