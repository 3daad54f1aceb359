using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Nedb.Benchmarks.Shop;

namespace Nedb.Benchmarks.Measuring;

/// <summary>A database that takes part: the same model and the same rows as the others.</summary>
/// <param name="Name">The database.</param>
/// <param name="Options">What contexts are made with, the usual way: one for each unit of work.</param>
internal sealed record Contestant(string Name, DbContextOptions<ShopContext> Options)
{
    /// <summary>Whether it runs set-based writes and waits for a disk; EF's store in memory does neither.</summary>
    public bool IsDatabase => Name != "InMemory";

    /// <summary>Contexts that are used again, as <c>AddDbContextPool</c> gives them.</summary>
    public PooledDbContextFactory<ShopContext> Pool { get; } = new(Options);

    /// <summary>A compiled query; it belongs to the model of one database.</summary>
    public Func<ShopContext, int, Order?> FindCompiled { get; } = EF.CompileQuery(
        static (ShopContext context, int key) => context.Orders.AsNoTracking().FirstOrDefault(order => order.Id == key));

    public ShopContext Open() => new(Options);
}
