using Microsoft.EntityFrameworkCore;

namespace Nedb.EntityFrameworkCore.Query.Temporal;

/// <summary>A library in every way that EF can store one: in one collection and in several.</summary>
public sealed class LibraryContext(DbContextOptions<LibraryContext> options) : DbContext(options)
{
    public DbSet<Author> Authors => Set<Author>();

    public DbSet<Book> Books => Set<Book>();

    public DbSet<Shelf> Shelves => Set<Shelf>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Author>(author =>
        {
            author.Property(a => a.Id).ValueGeneratedNever();
            author.OwnsOne(a => a.Home);
        });
        modelBuilder.Entity<Book>(book =>
        {
            book.Property(b => b.Id).ValueGeneratedNever();
            book.OwnsOne(b => b.Cover);
            book.OwnsMany(b => b.Chapters, chapter => chapter.ToTable("Chapters"));
            book.HasMany(b => b.Topics).WithMany(topic => topic.Books);
        });
        modelBuilder.Entity<Topic>().Property(topic => topic.Id).ValueGeneratedNever();
        modelBuilder.Entity<Shelf>().UseTptMappingStrategy().Property(shelf => shelf.Id).ValueGeneratedNever();
        modelBuilder.Entity<GlassShelf>();
        modelBuilder.Entity<Medium>().UseTpcMappingStrategy().Property(medium => medium.Id).ValueGeneratedNever();
        modelBuilder.Entity<Disc>();
        modelBuilder.Entity<Tape>();
        modelBuilder.Entity<Reader>().Property(reader => reader.Id).ValueGeneratedNever();
        modelBuilder.Entity<Student>();
    }
}
