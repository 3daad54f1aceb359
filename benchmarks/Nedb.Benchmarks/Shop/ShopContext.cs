using Microsoft.EntityFrameworkCore;

namespace Nedb.Benchmarks.Shop;

public sealed class ShopContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    protected override void OnModelCreating(ModelBuilder model) => model.Entity<Order>().HasIndex(order => order.CustomerId);
}
