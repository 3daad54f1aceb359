using Microsoft.EntityFrameworkCore;

namespace Nedb.EntityFrameworkCore.Query.Temporal;

public sealed class AsOfTests(LibraryFixture library) : IClassFixture<LibraryFixture>
{
    [Fact]
    public void A_set_is_read_as_it_stood()
    {
        using var context = library.Create();
        Assert.Empty(context.Books.AsOf(library.Empty));
        Assert.Equal(["One", "Two"], context.Books.AsOf(library.Built).OrderBy(b => b.Id).Select(b => b.Title));
        Assert.Equal(["One, revised", "Two", "Three"], context.Books.AsOf(library.Changed).OrderBy(b => b.Id).Select(b => b.Title));
        Assert.Equal(["One, revised", "Three"], context.Books.AsOf(library.TornDown).OrderBy(b => b.Id).Select(b => b.Title));
        Assert.Equal(["One, revised", "Three"], context.Books.OrderBy(b => b.Id).Select(b => b.Title));
    }

    [Fact]
    public void The_point_may_stand_anywhere_in_the_chain()
    {
        using var context = library.Create();
        var seq = library.Built;
        Assert.Equal(["Two"], context.Books.Where(b => b.Pages > 150).AsOf(seq).Select(b => b.Title));
        Assert.Equal(["Two"], context.Books.Select(b => new { b.Title, b.Pages }).Where(b => b.Pages > 150).AsOf(seq).Select(b => b.Title));
        Assert.Equal(2, context.Books.OrderBy(b => b.Title).AsOf(seq).Count());
    }

    [Fact]
    public void Navigations_includes_and_owned_entities_are_read_at_the_same_point()
    {
        using var context = library.Create();
        var author = context.Authors.AsOf(library.Built)
            .Include(a => a.Books.OrderBy(b => b.Id))
            .ThenInclude(b => b.Topics)
            .Single();
        Assert.Equal("Ada", author.Name);
        Assert.Equal(["One", "Two"], author.Books.Select(b => b.Title));
        Assert.Equal("red", author.Books[0].Cover.Color);
        Assert.Equal("a", Assert.Single(author.Books[0].Chapters).Heading);
        Assert.Equal("poetry", Assert.Single(author.Books[0].Topics).Name);
        Assert.Equal("Ada", context.Books.AsOf(library.Built).Where(b => b.Id == 2).Select(b => b.Author.Name).Single());
        Assert.Equal(["One"], context.Books.AsOf(library.Built).Where(b => b.Topics.Any(t => t.Name == "poetry")).Select(b => b.Title));
    }

    [Fact]
    public void Split_queries_carry_the_point_to_every_query()
    {
        using var context = library.Create();
        var author = context.Authors.AsOf(library.Built).Include(a => a.Books).ThenInclude(b => b.Chapters).AsSplitQuery().Single();
        Assert.Equal(2, author.Books.Count);
        Assert.Equal("a", author.Books.Single(b => b.Id == 1).Chapters.Single().Heading);
    }

    [Fact]
    public void Hierarchies_are_read_at_the_point_however_they_are_stored()
    {
        using var context = library.Create();
        Assert.Equal(1, context.Set<GlassShelf>().AsOf(library.Built).Single().Locks);
        Assert.Equal(2, context.Set<Shelf>().AsOf(library.Changed).OfType<GlassShelf>().Single().Locks);
        Assert.Equal(["d", "t"], context.Set<Medium>().AsOf(library.Built).OrderBy(m => m.Id).Select(m => m.Name));
        Assert.Equal(4, context.Set<Disc>().AsOf(library.Changed).Single().Tracks);
        Assert.Equal("y", context.Set<Student>().AsOf(library.Changed).Single().School);
        Assert.Equal(2, context.Set<Reader>().AsOf(library.Changed).Count());
        Assert.Empty(context.Set<Shelf>());
        Assert.Empty(context.Set<Medium>());
    }

    [Fact]
    public void Two_points_meet_in_one_query()
    {
        using var context = library.Create();
        var (before, after) = (library.Built, library.Changed);
        var changed = context.Books.AsOf(before)
            .Join(context.Books.AsOf(after), a => a.Id, b => b.Id, (a, b) => new { a.Id, Old = a.Title, New = b.Title })
            .Where(pair => pair.Old != pair.New)
            .ToList();
        Assert.Equal([new { Id = 1, Old = "One", New = "One, revised" }], changed);
        Assert.Equal(["Two"], context.Books.AsOf(after).Where(b => !context.Books.Any(now => now.Id == b.Id)).Select(b => b.Title));
    }

    [Fact]
    public void A_point_within_a_condition_leaves_the_rest_in_the_present()
    {
        using var context = library.Create();
        var seq = library.Built;
        var titles = context.Books.Where(b => context.Books.AsOf(seq).Any(old => old.Id == b.Id)).Select(b => b.Title).ToList();
        Assert.Equal(["One, revised"], titles);
        Assert.Equal(["One, revised"], context.Books.Where(b => context.Books.AsOf(library.Built).Any(old => old.Id == b.Id)).Select(b => b.Title));
    }

    [Fact]
    public void Compiled_queries_take_the_point_as_a_parameter()
    {
        var titles = EF.CompileQuery((LibraryContext context, long seq) => context.Books.AsOf(seq).OrderBy(b => b.Id).Select(b => b.Title));
        using var context = library.Create();
        Assert.Equal(["One", "Two"], titles(context, library.Built));
        Assert.Equal(["One, revised", "Two", "Three"], titles(context, library.Changed));
    }

    [Fact]
    public async Task Asynchronous_compiled_queries_take_it_too()
    {
        var count = EF.CompileAsyncQuery((LibraryContext context, long seq) => context.Books.AsOf(seq).Count());
        await using var context = library.Create();
        Assert.Equal(2, await count(context, library.Built));
        Assert.Equal(3, await count(context, library.Changed));
    }

    [Fact]
    public void One_text_serves_every_seq()
    {
        using var context = library.Create();
        var first = WithoutValues(context.Books.AsOf(library.Built).ToQueryString());
        Assert.Equal(first, WithoutValues(context.Books.AsOf(library.Changed).ToQueryString()));
        Assert.Contains("AS OF @asOf", first, StringComparison.Ordinal);
    }

    [Fact]
    public void A_moment_names_the_state_of_then()
    {
        using var context = library.Create();
        var committed = context.Books.History().Where(v => v.Seq <= library.Built).Max(v => v.CommittedAt);
        Assert.Contains("One", context.Books.AsOf(committed).Select(b => b.Title).ToList());
        Assert.Empty(context.Books.AsOf(DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public void Set_operations_need_one_point()
    {
        using var context = library.Create();
        var seq = library.Built;
        Assert.Equal(2, context.Authors.AsOf(seq).Where(a => a.Id == 1).Concat(context.Authors.AsOf(seq)).Count());
        var refusal = Assert.Throws<InvalidOperationException>(() => context.Authors.AsOf(seq).Concat(context.Authors.AsOf(library.Changed)).ToList());
        Assert.Contains("different points in time", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => context.Authors.AsOf(seq).Concat(context.Authors).ToList());
    }

    [Fact]
    public void Past_states_are_not_tracked_unless_that_is_asked_for()
    {
        using var context = library.Create();
        context.Authors.AsOf(library.Built).Single();
        Assert.Empty(context.ChangeTracker.Entries());
        context.Authors.AsOf(library.Built).AsTracking().Single();
        Assert.Single(context.ChangeTracker.Entries<Author>());
    }

    [Fact]
    public void Present_entities_stay_tracked_beside_a_point_in_a_condition()
    {
        using var context = library.Create();
        var seq = library.Built;
        context.Authors.Where(a => context.Books.AsOf(seq).Any(b => b.AuthorId == a.Id)).ToList();
        Assert.Single(context.ChangeTracker.Entries<Author>());
    }

    [Fact]
    public void A_tracking_query_that_would_give_past_states_is_refused()
    {
        using var context = library.Create();
        var seq = library.Built;
        var refusal = Assert.Throws<InvalidOperationException>(() =>
            context.Authors.Join(context.Authors.AsOf(seq), a => a.Id, b => b.Id, (a, b) => new { a, b }).ToList());
        Assert.Contains("AsNoTracking()", refusal.Message, StringComparison.Ordinal);
        Assert.Single(context.Authors.Join(context.Authors.AsOf(seq), a => a.Id, b => b.Id, (a, b) => new { a, b }).AsNoTracking());
    }

    [Fact]
    public void The_past_is_not_written_to()
    {
        using var context = library.Create();
        var seq = library.Built;
        Assert.Throws<InvalidOperationException>(() => context.Books.AsOf(seq).ExecuteDelete());
        Assert.Throws<InvalidOperationException>(() => context.Books.AsOf(seq).ExecuteUpdate(s => s.SetProperty(b => b.Pages, 1)));
        Assert.Equal(2, context.Books.Count());
    }

    [Fact]
    public void Misuse_is_refused_with_the_reason()
    {
        using var context = library.Create();
        var seq = library.Built;
        Refused(() => context.Books.AsOf(seq).AsOf(seq).ToList(), "one point of each axis");
        Refused(() => context.Authors.Select(a => context.Books.AsOf(a.Id).Count()).ToList(), "depends on a row");
        Refused(() => new List<Book>().AsQueryable().AsOf(seq), "runs in memory");
        Refused(() => context.Books.FromSqlRaw("FROM Books").AsOf(seq).ToList(), "within the text");
    }

    [Fact]
    public void A_seq_that_is_not_there_yet_is_an_error()
    {
        using var context = library.Create();
        Assert.ThrowsAny<Exception>(() => context.Books.AsOf(library.TornDown + 1000).ToList());
    }

    private static void Refused(Action action, string reason) =>
        Assert.Contains(reason, Assert.Throws<InvalidOperationException>(action).Message, StringComparison.Ordinal);

    private static string WithoutValues(string text) =>
        string.Join('\n', text.Split('\n').Where(line => !line.StartsWith("--", StringComparison.Ordinal)));
}
