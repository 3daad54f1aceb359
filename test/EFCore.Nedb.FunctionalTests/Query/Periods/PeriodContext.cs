using Microsoft.EntityFrameworkCore;

namespace Nedb.EntityFrameworkCore.Query.Periods;

public sealed class PeriodContext(DbContextOptions<PeriodContext> options) : DbContext(options)
{
    public DbSet<Rate> Rates => Set<Rate>();

    public DbSet<Shift> Shifts => Set<Shift>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Rate>().HasKey(rate => new { rate.Item, rate.From });
        modelBuilder.Entity<Rate>().HasValidTime(rate => rate.From, rate => rate.To);
        modelBuilder.Entity<Rate>().Property<int>("Shadow");
        modelBuilder.Entity<Shift>().HasValidTime(shift => shift.Start, shift => shift.End);
    }
}
