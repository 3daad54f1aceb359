using Microsoft.EntityFrameworkCore;

namespace Nedb.Samples.TransactionTime;

public sealed class Shop : DbContext
{
    public DbSet<Product> Products => Set<Product>();

    protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseNedb("Data Source=:memory:");
}
