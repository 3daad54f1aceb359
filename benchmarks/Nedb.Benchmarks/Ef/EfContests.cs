using Microsoft.EntityFrameworkCore;
using Nedb.Benchmarks.Measuring;
using Nedb.Benchmarks.Shop;

namespace Nedb.Benchmarks.Ef;

/// <summary>What applications do through EF, and by how much it must be faster than with SQLite.</summary>
internal static class EfContests
{
    public static IEnumerable<Contest> All() => [.. Reads(), .. Aggregates(), .. Writes()];

    private static IEnumerable<Contest> Reads()
    {
        yield return Contest.Of("Find", 1.7, static (contestant, n) =>
        {
            using var context = contestant.Open();
            return context.Orders.Find(Key(n))!.CustomerId;
        });
        yield return Contest.Of("compiled point query, pooled context", 5, static (contestant, n) =>
        {
            using var context = contestant.Pool.CreateDbContext();
            return contestant.FindCompiled(context, Key(n))!.CustomerId;
        });
        yield return Contest.Of("10 rows by index, untracked", 2.5, static (contestant, n) =>
        {
            using var context = contestant.Open();
            var customer = Customer(n);
            return context.Orders.AsNoTracking().Where(order => order.CustomerId == customer && order.Id <= ShopDatabases.Orders).ToList()
                .Sum(static order => order.Id);
        });
        yield return Contest.Of("page of 20 by key", 2, static (contestant, n) =>
        {
            using var context = contestant.Open();
            var skipped = n % 1_000;
            return context.Orders.AsNoTracking().OrderBy(order => order.Id).Skip(skipped).Take(20).ToList().Sum(static order => order.Id);
        });
        yield return Contest.Of("page of 20 by unindexed field of 100,000", 8, static (contestant, n) =>
        {
            using var context = contestant.Open();
            var skipped = n % 500;
            return context.Orders.AsNoTracking().Where(order => order.Id <= ShopDatabases.Orders).OrderBy(order => order.CreatedAt)
                .ThenBy(order => order.Id).Skip(skipped).Take(20).ToList().Sum(static order => order.Id);
        });
        yield return Contest.Of("Include 100 x 10, single query", 2, static (contestant, n) =>
        {
            using var context = contestant.Open();
            var first = n * 100 % ShopDatabases.OrdersWithLines;
            return context.Orders.AsNoTracking().Where(order => order.Id > first && order.Id <= first + 100)
                .Include(order => order.Lines).ToList().Sum(static order => order.Lines.Sum(static line => line.Id));
        });
        yield return Contest.Of("100,000 entities untracked", 3, static (contestant, _) =>
        {
            using var context = contestant.Open();
            return context.Orders.AsNoTracking().Where(order => order.Id <= ShopDatabases.Orders).ToList().Sum(static order => (long)order.Id);
        });
    }

    private static IEnumerable<Contest> Aggregates()
    {
        yield return Contest.Of("GroupBy, Sum of int over 100,000, 10 groups", 10, static (contestant, _) =>
        {
            using var context = contestant.Open();
            return context.Orders.Where(order => order.Id <= ShopDatabases.Orders).GroupBy(order => order.Status)
                .Select(g => new { g.Key, Sum = g.Sum(order => order.CustomerId) }).ToList().Sum(static g => (long)g.Key * g.Sum);
        });
        yield return Contest.Of("GroupBy, Sum of decimal, 10 groups", 15, static (contestant, _) =>
        {
            using var context = contestant.Open();
            return (long)context.Orders.Where(order => order.Id <= ShopDatabases.Orders).GroupBy(order => order.Status)
                .Select(g => new { g.Key, Sum = g.Sum(order => order.Total) }).ToList().Sum(static g => g.Key * g.Sum);
        });
        yield return Contest.Of("GroupBy, Sum of int, 10,000 groups", 15, static (contestant, _) =>
        {
            using var context = contestant.Open();
            return context.Orders.Where(order => order.Id <= ShopDatabases.Orders).GroupBy(order => order.CustomerId)
                .Select(g => new { g.Key, Sum = g.Sum(order => order.Status) }).ToList().Sum(static g => (long)g.Key * g.Sum);
        });
    }

    private static IEnumerable<Contest> Writes()
    {
        yield return SaveContests.Insert("SaveChanges of 1 new entity, durable", 1.8, 1);
        yield return SaveContests.Insert("SaveChanges of 1,000 new entities, durable", 5, 1_000);
        yield return SaveContests.Update("1,000 updates, durable", 5, 1_000);
        yield return Contest.Of("ExecuteUpdate of 10,000 of 100,000, durable", 4, static (contestant, n) =>
        {
            using var context = contestant.Open();
            var first = n * 10_000 % ShopDatabases.Orders;
            return context.Orders.Where(order => order.Id > first && order.Id <= first + 10_000)
                .ExecuteUpdate(set => set.SetProperty(order => order.Status, order => order.Status + 1));
        }) with
        {
            IsForDatabases = true,
        };
        yield return SaveContests.InsertFromThreads("16 threads, each saving one entity", 8, threads: 16, saves: 5);
    }

    private static int Key(int n) => (int)(n * 7919L % ShopDatabases.Orders) + 1;

    private static int Customer(int n) => (int)(n * 7919L % ShopDatabases.Customers) + 1;
}
