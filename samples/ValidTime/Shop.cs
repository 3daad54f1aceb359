using Microsoft.EntityFrameworkCore;

namespace Nedb.Samples.ValidTime;

public sealed class Shop : DbContext
{
    public DbSet<Price> Prices => Set<Price>();

    protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseNedb("Data Source=:memory:");

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Price>().HasKey(price => new { price.Item, price.From });
        modelBuilder.Entity<Price>().HasValidTime(price => price.From, price => price.To);
    }
}
