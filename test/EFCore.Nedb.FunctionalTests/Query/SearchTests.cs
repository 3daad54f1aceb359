using Microsoft.EntityFrameworkCore;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Query;

public sealed class SearchTests(ShopFixture shop) : IClassFixture<ShopFixture>
{
    [Fact]
    public void Texts_with_every_word_are_found()
    {
        using var context = shop.CreateNedb();
        var expected = shop.Data.Customers.Where(c => c.Name == "long name").Select(c => c.Id).ToList();
        Assert.NotEmpty(expected);
        var words = "NAME long";
        Assert.Equal(expected, context.Customers.Where(c => EF.Functions.Search(c.Name, words)).OrderBy(c => c.Id).Select(c => c.Id));
        Assert.Empty(context.Customers.Where(c => EF.Functions.Search(c.Name, "long nam")));
        var accented = shop.Data.Customers.Count(c => c.Name == "éclair");
        Assert.Equal(accented, context.Customers.Count(c => EF.Functions.Search(c.Name, "ECLAIR")));
    }

    [Fact]
    public void Null_has_no_words()
    {
        using var context = shop.CreateNedb();
        var all = shop.Data.Customers.Count;
        Assert.Equal(all, context.Customers.Count(c => EF.Functions.Search(c.City, "a")) + context.Customers.Count(c => !EF.Functions.Search(c.City, "a")));
        Assert.Equal(shop.Data.Customers.Count(c => c.City is "a" or "A" or "ä"), context.Customers.Count(c => EF.Functions.Search(c.City, "a")));
        Assert.Equal(all, context.Customers.Select(c => EF.Functions.Search(c.City, "a")).ToList().Count);
    }

    [Fact]
    public void The_best_answers_come_first()
    {
        using var database = new TestDatabase();
        using var context = new NoteContext(database.OptionsFor<NoteContext>());
        context.Database.EnsureCreated();
        context.AddRange(
            new Note { Id = 1, Text = "one goose among many other words that say nothing about it" },
            new Note { Id = 2, Text = "goose, goose and Goose" },
            new Note { Id = 3, Text = "a goose" },
            new Note { Id = 4, Text = "a duck" },
            new Note { Id = 5, Text = null });
        context.SaveChanges();
        var seq = context.Database.Nedb().Seq;

        Assert.Equal([2, 3, 1], Found(context.Notes));
        Assert.Equal([0, 0], context.Notes.Where(n => n.Id > 3).Select(n => EF.Functions.SearchScore(n.Text, "goose")));

        // The index that comes later changes no answer, and the past is searched as it was.
        context.Database.ExecuteSqlRaw("CREATE INDEX words ON Notes (Text) USING search");
        context.Notes.Where(n => n.Id == 2).ExecuteUpdate(set => set.SetProperty(n => n.Text, "gone"));
        Assert.Contains(
            "search Notes by the words",
            string.Join('\n', Explain(context, context.Notes.Where(n => EF.Functions.Search(n.Text, "goose")).ToQueryString())),
            StringComparison.Ordinal);
        Assert.Equal([3, 1], Found(context.Notes));
        Assert.Equal([2, 3, 1], Found(context.Notes.AsOf(seq)));
    }

    private static List<int> Found(IQueryable<Note> notes) =>
        [.. notes.Where(n => EF.Functions.Search(n.Text, "goose")).OrderByDescending(n => EF.Functions.SearchScore(n.Text, "goose")).Select(n => n.Id)];

    private static List<string> Explain(DbContext context, string nql)
    {
        context.Database.OpenConnection();
        using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = "EXPLAIN " + nql;
        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
            lines.Add(string.Join(' ', Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)));
        return lines;
    }

    private sealed class Note
    {
        public int Id { get; set; }

        public string? Text { get; set; }
    }

    private sealed class NoteContext(DbContextOptions options) : DbContext(options)
    {
        public DbSet<Note> Notes => Set<Note>();
    }
}
