using Microsoft.EntityFrameworkCore;

namespace Nedb.EntityFrameworkCore.Query.Bitemporal;

/// <summary>The same with indexes, which may change no answer.</summary>
public sealed class IndexedFactContext(DbContextOptions options) : FactContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Fact>().HasIndex(fact => fact.Amount);
        modelBuilder.Entity<Fact>().HasIndex(fact => new { fact.Note, fact.Amount }).IsDescending(true, false);
        modelBuilder.Entity<Source>().HasIndex(source => source.Stamp).IsUnique();
    }
}
