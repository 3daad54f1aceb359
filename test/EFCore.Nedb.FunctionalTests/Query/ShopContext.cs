using Microsoft.EntityFrameworkCore;

namespace Nedb.EntityFrameworkCore.Query;

/// <summary>A small shop: customers, what they ordered, and what can be ordered. The provider is the options'.</summary>
public sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<Customer> Customers => Set<Customer>();

    public DbSet<Order> Orders => Set<Order>();

    public DbSet<Product> Products => Set<Product>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Customer>().Property(customer => customer.Id).ValueGeneratedNever();
        modelBuilder.Entity<Order>().Property(order => order.Id).ValueGeneratedNever();
        modelBuilder.Entity<Product>().Property(product => product.Id).ValueGeneratedNever();
        modelBuilder.Entity<Order>().HasOne(order => order.Product).WithMany(product => product.Orders).HasForeignKey(order => order.ProductId);
    }
}
