using Microsoft.EntityFrameworkCore;
using Nedb.Benchmarks.Measuring;
using Nedb.Benchmarks.Shop;

namespace Nedb.Benchmarks.First;

/// <summary>What must not be slower than 1.5 times SQLite, whatever else.</summary>
internal static class FirstContests
{
    private const double Bar = 1 / 1.5;

    public static IEnumerable<Contest> All()
    {
        yield return SaveContests.Insert("SaveChanges of 1, durable", Bar, 1);
        yield return SaveContests.Insert("SaveChanges of 1,000, durable", Bar, 1_000);
        yield return Contest.Of("point query by key", Bar, static (contestant, n) =>
        {
            using var context = contestant.Open();
            var key = (int)(n * 7919L % ShopDatabases.Orders) + 1;
            return context.Orders.AsNoTracking().First(order => order.Id == key).Quantity;
        });
        yield return Contest.Of("page of 20 by index", Bar, static (contestant, n) =>
        {
            using var context = contestant.Open();
            var customer = (int)(n * 7919L % ShopDatabases.Customers) + 1;
            return context.Orders.AsNoTracking().Where(order => order.CustomerId >= customer).OrderBy(order => order.CustomerId).Take(20)
                .ToList().Count;
        });
        yield return Contest.Of("GroupBy over 100,000", Bar, static (contestant, _) =>
        {
            using var context = contestant.Open();
            return context.Orders.Where(order => order.Id <= ShopDatabases.Orders).GroupBy(order => order.Status)
                .Select(g => new { g.Key, Sum = g.Sum(order => order.Quantity) }).ToList().Sum(g => g.Key * g.Sum);
        });
    }
}
