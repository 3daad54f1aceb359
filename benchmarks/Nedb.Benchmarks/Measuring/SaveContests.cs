using Nedb.Benchmarks.Shop;

namespace Nedb.Benchmarks.Measuring;

/// <summary>Durable saves of orders, which have ten columns, two indexes and a foreign key.</summary>
internal static class SaveContests
{
    /// <summary>New orders, in a new context.</summary>
    public static Contest Insert(string name, double bar, int count) => Contest.Of(name, bar, (contestant, n) =>
    {
        using var context = contestant.Open();
        for (var i = 0; i < count; i++)
            context.Add(Order.Make(n * count + i, ShopDatabases.Customers));
        return context.SaveChanges();
    });

    /// <summary>Orders that were read before; the reading is not measured.</summary>
    public static Contest Update(string name, double bar, int count) => new(name, bar, (contestant, n) =>
    {
        var context = contestant.Open();
        var first = n * count % ShopDatabases.Orders;
        var orders = context.Orders.Where(order => order.Id > first && order.Id <= first + count).ToList();
        return () =>
        {
            using (context)
            {
                foreach (var order in orders)
                    order.Quantity = (order.Quantity + 1) % 100;
                return context.SaveChanges();
            }
        };
    });

    /// <summary>Several threads at once, each with contexts of its own that save one order each.</summary>
    public static Contest InsertFromThreads(string name, double bar, int threads, int saves) => Contest.Of(name, bar, (contestant, n) =>
    {
        var saved = 0L;
        var running = new Thread[threads];
        for (var t = 0; t < threads; t++)
        {
            var number = (n * threads + t) * saves;
            running[t] = new(() =>
            {
                for (var i = 0; i < saves; i++)
                {
                    using var context = contestant.Open();
                    context.Add(Order.Make(number + i, ShopDatabases.Customers));
                    Interlocked.Add(ref saved, context.SaveChanges());
                }
            });
            running[t].Start();
        }

        foreach (var thread in running)
            thread.Join();
        return saved;
    }) with
    {
        Operations = threads * saves,
        IsForDatabases = true,
    };
}
