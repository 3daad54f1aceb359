using Microsoft.EntityFrameworkCore;
using Nedb.Benchmarks.Shop;
using Nedb.Data;

namespace Nedb.Benchmarks.Time;

/// <summary>
/// The same LINQ query at HEAD and as of a seq in the past, turn by turn in one process: the ratio of the medians of the time that
/// processors worked, which others on the machine do not lengthen. The shop has 100,000 orders with three versions each.
/// </summary>
internal static class PastFigures
{
    private const int Orders = 100_000;
    private const int Rounds = 15;

    /// <param name="words">Words that the names of the cases must contain; none for all cases.</param>
    public static void Print(string[] words)
    {
        var folder = Directory.CreateTempSubdirectory("nedb-past-").FullName;
        try
        {
            var options = new DbContextOptionsBuilder<ShopContext>().UseNedb(Path.Combine(folder, "data")).Options;
            var seq = Fill(options);
            var key = 0;
            Ask("point read", 300, orders =>
            {
                key = (key + 7919) % Orders;
                return orders.Single(order => order.Id == 1 + key);
            });
            Ask("10 rows by index", 100, orders =>
            {
                key = (key + 7919) % (Orders / 10);
                return orders.Where(order => order.CustomerId == 1 + key).ToList();
            });
            Ask("page of 20 by key", 50, orders =>
            {
                key = (key + 7919) % Orders;
                return orders.Where(order => order.Id > key).OrderBy(order => order.Id).Take(20).ToList();
            });
            Ask("join of 100 x 10", 5, orders =>
            {
                key = (key + 7919) % (Orders - 1000);
                return orders.Where(order => order.Id > key && order.Id <= key + 100)
                    .Join(orders, order => order.CustomerId, other => other.CustomerId, (order, other) => new { order.Id, other.Total })
                    .ToList();
            });
            Ask("grouping of 100,000", 1, orders =>
                orders.GroupBy(order => order.Status).Select(group => new { group.Key, Sum = group.Sum(order => order.Total) }).ToList());
            Ask("count by unindexed field", 1, orders => orders.Count(order => order.Quantity == 7));

            void Ask(string name, int repeats, Func<IQueryable<Order>, object?> ask)
            {
                if (words.All(name.Contains))
                    Compare(name, options, seq, repeats, ask);
            }
        }
        finally
        {
            NedbConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static long Fill(DbContextOptions<ShopContext> options)
    {
        using (var context = new ShopContext(options))
            context.Database.EnsureCreated();
        ShopDatabases.Fill(options, customers: Orders / 10, Orders, ordersWithLines: 0);
        using var changing = new ShopContext(options);
        changing.Orders.ExecuteUpdate(set => set.SetProperty(order => order.Status, order => (order.Status + 1) % 10));
        var seq = changing.Database.Nedb().Seq;
        changing.Orders.ExecuteUpdate(set => set.SetProperty(order => order.Quantity, order => order.Quantity + 1));
        return seq;
    }

    private static void Compare(string name, DbContextOptions<ShopContext> options, long seq, int repeats, Func<IQueryable<Order>, object?> ask)
    {
        var present = new List<double>();
        var past = new List<double>();
        for (var round = -3; round < Rounds; round++)
        {
            var atHead = Time(options, repeats, context => ask(context.Orders.AsNoTracking()));
            var asOf = Time(options, repeats, context => ask(context.Orders.AsOf(seq)));
            if (round < 0)
                continue;
            present.Add(atHead);
            past.Add(asOf);
        }

        present.Sort();
        past.Sort();
        var (head, then) = (present[Rounds / 2], past[Rounds / 2]);
        Console.WriteLine($"{name}: HEAD {head:N3} ms, AsOf {then:N3} ms, ratio {then / head:N2} (of the least {past[0] / present[0]:N2})");
    }

    private static double Time(DbContextOptions<ShopContext> options, int repeats, Func<ShopContext, object?> ask)
    {
        var before = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < repeats; i++)
        {
            using var context = new ShopContext(options);
            ask(context);
        }

        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / repeats;
    }
}
