using Microsoft.EntityFrameworkCore;

namespace Nedb.EntityFrameworkCore.Query.Temporal;

/// <summary>Spans of seqs and of time against what AsOf shows at every seq of the span.</summary>
public sealed class TemporalRangeTests(LibraryFixture library) : IClassFixture<LibraryFixture>
{
    [Fact]
    public void All_gives_every_state_and_no_end()
    {
        using var context = library.Create();
        Assert.Equal([3, 4], context.Set<Disc>().TemporalAll().OrderBy(d => EF.Functions.Seq(d)).Select(d => d.Tracks));
        Assert.Equal(["Ada", "Ada L."], context.Authors.TemporalAll().ToList().Select(a => a.Name));
        Assert.Empty(context.ChangeTracker.Entries());
        Assert.Equal(SeenIn(context, 0, library.TornDown), Seqs(context.Books.TemporalAll()));
    }

    [Fact]
    public void Between_gives_what_stood_at_any_seq_of_the_span()
    {
        using var context = library.Create();
        for (var from = library.Empty; from <= library.TornDown; from += 3)
            for (var to = from; to <= library.TornDown; to += 4)
            {
                Assert.Equal(SeenIn(context, from, to), Seqs(context.Books.TemporalBetween(from, to)));
                Assert.Equal(from == to ? [] : SeenIn(context, from, to - 1), Seqs(context.Books.TemporalFromTo(from, to)).Where(seq => from < to));
                var inside = SeenIn(context, from, to).Except(SeenIn(context, from - 1, from - 1)).Except(SeenIn(context, to, to));
                Assert.Equal(inside, Seqs(context.Books.TemporalContainedIn(from, to)));
            }
    }

    [Fact]
    public void Spans_of_time_go_by_the_times_of_the_commits()
    {
        using var context = library.Create();
        var times = context.Books.History().Select(v => v.CommittedAt).ToList().Distinct().Order().ToList();
        Assert.Equal(3, times.Count);
        Assert.Equal(SeenIn(context, library.Built, library.Changed), Seqs(context.Books.TemporalBetween(times[0], times[1])));
        Assert.Equal(SeenIn(context, library.Built, library.Built), Seqs(context.Books.TemporalFromTo(times[0], times[1])));
        var ended = SeenIn(context, library.Built, library.Built).Except(SeenIn(context, library.Changed, library.Changed));
        Assert.Equal(ended, Seqs(context.Books.TemporalContainedIn(times[0], times[1])));
        Assert.Equal(Seqs(context.Books.TemporalAll()), Seqs(context.Books.TemporalBetween(DateTimeOffset.MinValue, DateTimeOffset.MaxValue)));
        Assert.Empty(context.Books.TemporalBetween(DateTimeOffset.MinValue, DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public void Spans_compose_like_any_query()
    {
        using var context = library.Create();
        var (from, to) = (library.Built, library.Changed);
        Assert.Equal(["One", "One, revised"], context.Books.Where(b => b.Pages < 200).TemporalBetween(from, to).OrderBy(b => b.Pages).Select(b => b.Title));
        Assert.Equal(
            [new { Id = 1, Count = 2 }, new { Id = 2, Count = 1 }, new { Id = 3, Count = 1 }],
            context.Books.TemporalBetween(from, to).GroupBy(b => b.Id).Select(g => new { Id = g.Key, Count = g.Count() }).OrderBy(g => g.Id));
        var empty = library.Empty;
        Assert.Equal([1], context.Authors.Where(a => context.Books.TemporalContainedIn(empty, to).Any(b => b.AuthorId == a.Id)).Select(a => a.Id));
        var query = EF.CompileQuery((LibraryContext db, long a, long b) => db.Books.TemporalBetween(a, b).Count());
        Assert.Equal(4, query(context, from, to));
        Assert.Equal(2, query(context, from, from));
    }

    [Fact]
    public void Misuse_is_refused_with_the_reason()
    {
        using var context = library.Create();
        Assert.Throws<ArgumentOutOfRangeException>(() => context.Books.TemporalBetween(2, 1));
        Refused(() => context.Books.TemporalAll().TemporalAll().ToList(), "every version already");
        Refused(() => context.Authors.TemporalAll().AsTracking().ToList(), "several versions");
        Refused(() => context.Authors.Select(a => context.Books.TemporalBetween(a.Id, 5).Count()).ToList(), "depends on a row");
        Refused(() => new List<Book>().AsQueryable().TemporalAll(), "runs in memory");
    }

    private static void Refused(Action action, string reason) =>
        Assert.Contains(reason, Assert.Throws<InvalidOperationException>(action).Message, StringComparison.Ordinal);

    private static List<long> Seqs(IQueryable<Book> books) => [.. books.Select(b => EF.Functions.Seq(b)).ToList().Order()];

    private List<long> SeenIn(LibraryContext context, long from, long to)
    {
        var seen = new SortedSet<long>();
        for (var seq = Math.Max(from, 0); seq <= to; seq++)
            seen.UnionWith(context.Books.AsOf(seq).Select(b => EF.Functions.Seq(b)));
        return [.. seen];
    }
}
