using Microsoft.EntityFrameworkCore;

namespace Nedb.EntityFrameworkCore.Query.Bitemporal;

/// <summary>Facts of which an item has at most one a day, and their sources.</summary>
public class FactContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<Fact> Facts => Set<Fact>();

    public DbSet<Source> Sources => Set<Source>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Fact>(fact =>
        {
            fact.HasKey(f => new { f.Item, f.From }).WithoutOverlaps();
            fact.HasValidTime(f => f.From, f => f.To);
            fact.Property(f => f.Note).IsErasable();
        });
        modelBuilder.Entity<Source>().Property(source => source.Id).ValueGeneratedNever();
    }
}
