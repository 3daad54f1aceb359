using Microsoft.EntityFrameworkCore;
using Nedb.Data;

namespace Nedb.EntityFrameworkCore.Query.Temporal;

/// <summary>A library that was built, changed and partly torn down again, with the seqs at which it stood so.</summary>
public sealed class LibraryFixture : IDisposable
{
    private readonly NedbConnection _connection = new("Data Source=:memory:");

    public LibraryFixture()
    {
        _connection.Open();
        using (var context = Create())
        {
            context.Database.EnsureCreated();
            Empty = context.Database.Nedb().Seq;
            Build(context);
            Built = context.Database.Nedb().Seq;
        }

        using (var context = Create())
        {
            Change(context);
            Changed = context.Database.Nedb().Seq;
        }

        using (var context = Create())
        {
            TearDown(context);
            TornDown = context.Database.Nedb().Seq;
        }
    }

    public long Empty { get; }

    public long Built { get; }

    public long Changed { get; }

    public long TornDown { get; }

    public LibraryContext Create() => new(new DbContextOptionsBuilder<LibraryContext>().UseNedb(_connection).Options);

    private static void Build(LibraryContext context)
    {
        var poetry = new Topic { Id = 1, Name = "poetry" };
        var first = new Book { Id = 1, Title = "One", Pages = 100, Cover = new() { Color = "red" }, Chapters = { new() { Heading = "a" } }, Topics = { poetry } };
        var second = new Book { Id = 2, Title = "Two", Pages = 200, Cover = new() { Color = "blue" } };
        context.Add(new Author { Id = 1, Name = "Ada", Home = new() { City = "Paris" }, Books = { first, second } });
        context.AddRange(new Shelf { Id = 1, Room = "hall" }, new GlassShelf { Id = 2, Room = "cellar", Locks = 1 });
        context.AddRange(new Disc { Id = 1, Name = "d", Tracks = 3 }, new Tape { Id = 2, Name = "t", Minutes = 60 });
        context.AddRange(new Reader { Id = 1, Name = "r" }, new Student { Id = 2, Name = "s", School = "x" });
        context.SaveChanges();
    }

    private static void Change(LibraryContext context)
    {
        var author = context.Authors.Include(a => a.Books).ThenInclude(b => b.Topics).Single();
        author.Name = "Ada L.";
        author.Home.City = "London";
        var book = author.Books.Single(b => b.Id == 1);
        book.Title = "One, revised";
        book.Pages = 150;
        book.Cover.Color = "green";
        book.Chapters[0].Heading = "b";
        book.Topics.Clear();
        book.Topics.Add(new Topic { Id = 2, Name = "prose" });
        author.Books.Add(new Book { Id = 3, Title = "Three", Pages = 300 });
        context.Set<GlassShelf>().Single().Locks = 2;
        context.Set<Disc>().Single().Tracks = 4;
        context.Set<Student>().Single().School = "y";
        context.SaveChanges();
    }

    private static void TearDown(LibraryContext context)
    {
        context.Remove(context.Books.Single(book => book.Id == 2));
        context.RemoveRange(context.Set<Shelf>().ToList());
        context.RemoveRange(context.Set<Medium>().ToList());
        context.RemoveRange(context.Set<Reader>().ToList());
        context.SaveChanges();
    }

    public void Dispose() => _connection.Dispose();
}
