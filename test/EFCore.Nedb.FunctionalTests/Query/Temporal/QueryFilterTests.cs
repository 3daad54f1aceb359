using Microsoft.EntityFrameworkCore;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Query.Temporal;

/// <summary>Changes and histories of what the query filters of a model hide.</summary>
public sealed class QueryFilterTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly long _from;
    private readonly long _to;

    public QueryFilterTests()
    {
        using var context = Open();
        context.Database.EnsureCreated();
        context.AddRange(
            new Note { Id = 1, Tenant = "a", Text = "one" },
            new Note { Id = 2, Tenant = "a", Text = "two" },
            new Note { Id = 3, Tenant = "b", Text = "three" },
            new Note { Id = 4, Tenant = "a", Text = "four" },
            new Note { Id = 5, Tenant = "b", Text = "five" },
            new Note { Id = 6, Tenant = "a", Text = "six", IsHidden = true });
        context.SaveChanges();
        _from = context.Database.Nedb().Seq;
        var notes = context.Notes.IgnoreQueryFilters().ToDictionary(note => note.Id);
        context.Remove(notes[1]);
        notes[2].IsHidden = true;
        context.Remove(notes[3]);
        notes[4].Tenant = "b";
        notes[5].Text = "cinq";
        notes[6].Text = "sechs";
        context.Add(new Note { Id = 7, Tenant = "a", Text = "seven" });
        context.Add(new Note { Id = 8, Tenant = "b", Text = "eight" });
        context.SaveChanges();
        _to = context.Database.Nedb().Seq;
    }

    public void Dispose() => _database.Dispose();

    [Fact]
    public void A_change_is_shown_where_a_filter_lets_one_of_its_sides_through()
    {
        using var context = Open();

        var changes = context.Notes.Changes(_from, _to).OrderBy(change => change.Key).ToList();

        Assert.Equal(
            [
                ("1", ChangeAction.Delete, "one", null), ("2", ChangeAction.Update, "two", "two"), ("4", ChangeAction.Update, "four", "four"),
                ("7", ChangeAction.Insert, null, "seven"),
            ],
            changes.Select(change => (change.Key, change.Action, change.Before?.Text, change.After?.Text)));
        Assert.True(changes[1].After!.IsHidden);
    }

    [Fact]
    public void Filters_are_those_of_the_context_and_of_each_set()
    {
        using var context = Open();
        context.Tenant = "b";

        Assert.Equal(["3", "4", "5", "8"], context.Notes.Changes(_from, _to).Select(change => change.Key).ToList().Order());
        Assert.Equal(1, context.Notes.Changes(_from, _to).Count(change => change.Action == ChangeAction.Delete));
        context.Tenant = "a";
        // The set beside the changes keeps its filter.
        Assert.Empty(context.Notes.Changes(_from, _to).Where(change => context.Notes.Any(note => note.Text == "five")));
        Assert.Equal(4, context.Notes.Changes(_from, _to).Count(change => context.Notes.Any(note => note.Text == "seven")));
    }

    [Fact]
    public void Words_about_the_whole_query_may_stand_before_the_changes()
    {
        using var context = Open();

        Assert.Equal(8, context.Notes.IgnoreQueryFilters().Changes(_from, _to).ToList().Count);
        Assert.Equal(8, context.Notes.Changes(_from, _to).IgnoreQueryFilters().Count());
        // Note 6 is hidden, before and after, from all but this.
        Assert.Equal(5, context.Notes.IgnoreQueryFilters(["hidden"]).Changes(_from, _to).Count());
        var query = context.Notes.AsNoTracking().TagWith("what was done").Changes(_from, _to);
        Assert.Equal(4, query.Count());
        Assert.Contains("what was done", query.ToQueryString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_filter_over_a_navigation_is_asked_of_then()
    {
        using var context = Open();
        context.AddRange(new Box { Id = 1, Shelf = new() { Id = 1, IsOpen = true } }, new Box { Id = 2, Shelf = new() { Id = 2 } });
        context.SaveChanges();
        var from = context.Database.Nedb().Seq;
        context.RemoveRange(context.Set<Box>().IgnoreQueryFilters());
        context.SaveChanges();

        var change = context.Set<Box>().Changes(from, context.Database.Nedb().Seq).Single();

        Assert.Equal(("1", ChangeAction.Delete), (change.Key, change.Action));
    }

    [Fact]
    public void A_history_has_the_versions_that_a_filter_lets_through_and_all_of_them_without_it()
    {
        using var context = Open();

        Assert.Equal(["four", "one", "seven", "two"], context.Notes.TemporalAll().Select(note => note.Text).ToList().Order());
        Assert.DoesNotContain(context.Notes.History().ToList(), version => version.IsDeleted);
        Assert.Equal(2, context.Notes.IgnoreQueryFilters().History().Count(version => version.IsDeleted));
    }

    private NoteContext Open() => new(_database.OptionsFor<NoteContext>());

    private sealed class Note
    {
        public int Id { get; set; }

        public string Tenant { get; set; } = "";

        public string Text { get; set; } = "";

        public bool IsHidden { get; set; }
    }

    private sealed class Box
    {
        public int Id { get; set; }

        public Shelf Shelf { get; set; } = null!;
    }

    private sealed class Shelf
    {
        public int Id { get; set; }

        public bool IsOpen { get; set; }
    }

    private sealed class NoteContext(DbContextOptions options) : DbContext(options)
    {
        public string Tenant { get; set; } = "a";

        public DbSet<Note> Notes => Set<Note>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Note>(note =>
            {
                note.Property(n => n.Id).ValueGeneratedNever();
                note.HasQueryFilter("tenant", n => n.Tenant == Tenant);
                note.HasQueryFilter("hidden", n => !n.IsHidden);
            });
            modelBuilder.Entity<Shelf>().Property(s => s.Id).ValueGeneratedNever();
            modelBuilder.Entity<Box>(box =>
            {
                box.Property(b => b.Id).ValueGeneratedNever();
                box.HasOne(b => b.Shelf).WithMany();
                box.HasQueryFilter(b => b.Shelf.IsOpen);
            });
        }
    }
}
