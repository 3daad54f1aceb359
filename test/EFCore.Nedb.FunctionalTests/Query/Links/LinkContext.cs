using Microsoft.EntityFrameworkCore;

namespace Nedb.EntityFrameworkCore.Query.Links;

/// <summary>People who follow each other, and places with a key of two parts.</summary>
public sealed class LinkContext(DbContextOptions<LinkContext> options) : DbContext(options)
{
    public DbSet<Person> People => Set<Person>();

    public DbSet<Place> Places => Set<Place>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.Entity<Place>().HasKey(place => new { place.Country, place.Number });
}
