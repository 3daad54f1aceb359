using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Update;

/// <summary>Saves in which documents refer to others whose keys the database gives in the same save.</summary>
public sealed class GeneratedKeyTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public void A_new_document_refers_by_the_copied_stand_in_of_a_key()
    {
        using (var db = Open())
        {
            var shelf = db.Add(new Shelf { Name = "new" });
            db.Add(new Book { Name = "a", ShelfId = shelf.Property(s => s.Id).CurrentValue });
            db.SaveChanges();
        }

        using var read = Open();
        Assert.Equal("new", read.Set<Book>().Select(book => book.Shelf!.Name).Single());
    }

    [Fact]
    public void A_document_moves_to_one_that_is_new()
    {
        using (var db = Open())
        {
            db.Add(new Book { Name = "a", Shelf = new Shelf { Name = "old" } });
            db.SaveChanges();
        }

        using (var db = Open())
        {
            var shelf = db.Add(new Shelf { Name = "new" });
            db.Set<Book>().Single().Shelf = shelf.Entity;
            db.SaveChanges();
        }

        using var read = Open();
        Assert.Equal("new", read.Set<Book>().Select(book => book.Shelf!.Name).Single());
    }

    [Fact]
    public void A_document_moves_to_one_that_is_new_by_the_copied_stand_in_of_its_key()
    {
        using (var db = Open())
        {
            db.Add(new Book { Name = "a" });
            db.SaveChanges();
        }

        using (var db = Open())
        {
            var shelf = db.Add(new Shelf { Name = "new" });
            db.Set<Book>().Single().ShelfId = shelf.Property(s => s.Id).CurrentValue;
            db.SaveChanges();
        }

        using var read = Open();
        Assert.Equal("new", read.Set<Book>().Select(book => book.Shelf!.Name).Single());
    }

    [Fact]
    public void A_key_that_is_generated_whatever_was_said_takes_along_what_refers_to_it()
    {
        using var db = new IgnoredKeyContext(_database.OptionsFor<IgnoredKeyContext>());
        db.Database.EnsureCreated();
        db.AddRange(new Shelf { Id = -100, Name = "one" }, new Book { Id = -200, ShelfId = -100 });
        db.SaveChanges();

        var shelf = db.Set<Shelf>().AsNoTracking().Single();
        Assert.True(shelf.Id > 0);
        Assert.Equal(shelf.Id, db.Set<Book>().AsNoTracking().Single().ShelfId);
    }

    private LibraryContext Open()
    {
        var db = new LibraryContext(_database.OptionsFor<LibraryContext>());
        db.Database.EnsureCreated();
        return db;
    }

    private sealed class IgnoredKeyContext(DbContextOptions<IgnoredKeyContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Book>().HasOne(book => book.Shelf).WithMany().HasForeignKey(book => book.ShelfId);
            modelBuilder.Entity<Book>().Property(book => book.Id).Metadata.SetBeforeSaveBehavior(PropertySaveBehavior.Ignore);
            modelBuilder.Entity<Shelf>().Property(shelf => shelf.Id).Metadata.SetBeforeSaveBehavior(PropertySaveBehavior.Ignore);
        }
    }

    private sealed class Shelf
    {
        public int Id { get; set; }

        public string Name { get; set; } = "";
    }

    private sealed class Book
    {
        public int Id { get; set; }

        public string Name { get; set; } = "";

        public int? ShelfId { get; set; }

        public Shelf? Shelf { get; set; }
    }

    private sealed class LibraryContext(DbContextOptions<LibraryContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) =>
            modelBuilder.Entity<Book>().HasOne(book => book.Shelf).WithMany().HasForeignKey(book => book.ShelfId);
    }
}
