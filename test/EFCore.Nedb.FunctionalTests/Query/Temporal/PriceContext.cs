using Microsoft.EntityFrameworkCore;

namespace Nedb.EntityFrameworkCore.Query.Temporal;

public sealed class PriceContext(DbContextOptions<PriceContext> options) : DbContext(options)
{
    public DbSet<Price> Prices => Set<Price>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.Entity<Price>().Property(price => price.Id).ValueGeneratedNever();
}
