using Microsoft.EntityFrameworkCore;
using Nedb.Storage.Proofs;
using Nedb.Storage.Values;

namespace Nedb.EntityFrameworkCore.Query.Temporal;

public sealed class HistoryTests(LibraryFixture library) : IClassFixture<LibraryFixture>
{
    [Fact]
    public void Every_version_is_given_with_its_seqs()
    {
        using var context = library.Create();
        var versions = context.Authors.Where(a => a.Id == 1).History().OrderBy(v => v.Seq).ToList();
        Assert.Equal(["Ada", "Ada L."], versions.Select(v => v.Entity!.Name));
        Assert.Equal(["Paris", "London"], versions.Select(v => v.Entity!.Home.City));
        Assert.Equal(versions[1].Seq, versions[0].SupersededSeq);
        Assert.Null(versions[1].SupersededSeq);
        Assert.InRange(versions[0].Seq, library.Empty + 1, library.Built);
        Assert.InRange(versions[1].Seq, library.Built + 1, library.Changed);
        Assert.All(versions, v => Assert.Equal(64, v.Hash!.Length));
        Assert.All(versions, v => Assert.False(v.IsDeleted));
        Assert.All(versions, v => Assert.Empty(v.CausedBy));
        Assert.True(versions[0].CommittedAt <= versions[1].CommittedAt);
    }

    [Fact]
    public void A_deleted_entity_ends_with_a_version_without_state()
    {
        using var context = library.Create();
        var versions = context.Set<Disc>().History().OrderBy(v => v.Seq).ToList();
        Assert.Equal([false, false, true], versions.Select(v => v.IsDeleted));
        Assert.Null(versions[2].Entity);
        Assert.Equal("1", versions[2].Key);
        Assert.Equal([versions[1].Seq, versions[2].Seq, null], versions.Select(v => v.SupersededSeq));
        Assert.Equal(4, context.Set<Disc>().History().Single(v => v.SupersededSeq == versions[2].Seq).Entity!.Tracks);
    }

    [Fact]
    public void A_condition_on_the_key_finds_the_end_too()
    {
        using var context = library.Create();
        var versions = context.Books.Where(b => b.Id == 2 && EF.Property<int>(b, "Id") < 3).History().Select(v => new { v.Key, v.IsDeleted }).ToList();
        Assert.Equal([new { Key = "2", IsDeleted = false }, new { Key = "2", IsDeleted = true }], versions);
        var ids = new[] { 2, 3 };
        Assert.Equal(3, context.Books.Where(b => ids.Contains(b.Id)).History().Count());
        var links = context.Set<Dictionary<string, object>>("BookTopic");
        Assert.Equal(2, links.Where(l => (int)l["TopicsId"] == 1).History().Count());
    }

    [Fact]
    public void A_condition_on_anything_else_is_false_for_the_end()
    {
        using var context = library.Create();
        var discs = context.Set<Disc>();
        Assert.Equal(2, discs.Where(d => d.Tracks != 99).History().Count());
        Assert.Equal(2, discs.Where(d => !(d.Tracks == 99)).History().Count());
        Assert.Equal(3, discs.Where(d => EF.Functions.Seq(d) > 0 && d.Id != 99).History().Count());
        Assert.DoesNotContain(true, context.Books.Where(b => EF.Functions.Seq(b.Author) != 99).History().Select(v => v.IsDeleted));
    }

    [Fact]
    public void A_version_says_when_it_was_replaced()
    {
        using var context = library.Create();
        var versions = context.Set<Disc>().History().OrderBy(v => v.Seq).ToList();
        Assert.Equal([versions[1].CommittedAt, versions[2].CommittedAt, null], versions.Select(v => v.SupersededAt));
        Assert.Null(context.Authors.Select(a => EF.Functions.SupersededAt(a)).Single());
    }

    [Fact]
    public void An_open_transaction_shows_its_own_versions()
    {
        using var context = library.Create();
        using var transaction = context.Database.BeginTransaction();
        context.Authors.Single().Name = "third";
        context.SaveChanges();
        var versions = context.Authors.History().OrderBy(v => v.Seq).ToList();
        Assert.Equal(["Ada", "Ada L.", "third"], versions.Select(v => v.Entity!.Name));
        Assert.Equal([versions[1].Seq, versions[2].Seq, null], versions.Select(v => v.SupersededSeq));
        Assert.Null(versions[2].Hash);
    }

    [Fact]
    public void Versions_compose_like_any_query()
    {
        using var context = library.Create();
        var pages = context.Books.History()
            .Where(v => !v.IsDeleted && v.Entity!.Pages >= 100)
            .OrderByDescending(v => v.Entity!.Pages)
            .Take(3)
            .OrderBy(v => v.Seq)
            .ThenBy(v => v.Entity!.Id)
            .Select(v => new { v.Entity!.Title, IsCurrent = v.SupersededSeq == null })
            .ToList();
        Assert.Equal(["One, revised", "Three", "Two"], pages.Select(row => row.Title).Order());
        Assert.Equal("Two", pages[0].Title);
        Assert.Equal([false, true, true], pages.Select(row => row.IsCurrent));
        Assert.Equal(
            [new { Key = 1, Count = 2 }],
            context.Authors.History().Where(v => !v.IsDeleted).GroupBy(v => v.Entity!.Id).Where(g => g.Count() > 1).Select(g => new { g.Key, Count = g.Count() }));
    }

    [Fact]
    public void Navigations_lead_from_each_version_to_what_stood_then()
    {
        using var context = library.Create();
        var books = context.Books.History().Where(v => v.Entity!.Id == 1).OrderBy(v => v.Seq)
            .Select(v => new { v.Entity!.Title, Author = v.Entity.Author.Name, Chapters = v.Entity.Chapters.Select(c => c.Heading).ToList() })
            .ToList();
        Assert.Equal(["One", "One, revised"], books.Select(b => b.Title));
        foreach (var version in context.Books.History().Where(v => !v.IsDeleted).ToList())
        {
            var then = context.Books.AsOf(version.CommittedAt).Single(b => b.Id == version.Entity!.Id);
            Assert.Equal(then.Title, version.Entity!.Title);
            Assert.Equal(then.Cover.Color, version.Entity.Cover.Color);
            Assert.Equal(then.Chapters.Select(c => c.Heading), version.Entity.Chapters.Select(c => c.Heading));
            var author = context.Books.AsOf(version.CommittedAt).Where(b => b.Id == then.Id).Select(b => b.Author.Name).Single();
            Assert.Equal(author, context.Books.History().Where(v => v.Seq == version.Seq).Select(v => v.Entity!.Author.Name).Single());
            Assert.Equal(author, context.Books.TemporalAll().Include(b => b.Author).Single(b => EF.Functions.Seq(b) == version.Seq).Author.Name);
            var topics = context.Books.AsOf(version.CommittedAt).Where(b => b.Id == then.Id).SelectMany(b => b.Topics).Select(t => t.Name).ToList();
            Assert.Equal(topics, context.Books.TemporalAll().Where(b => EF.Functions.Seq(b) == version.Seq).SelectMany(b => b.Topics).Select(t => t.Name));
        }
    }

    [Fact]
    public void Includes_are_as_they_stood_when_the_version_was_written()
    {
        using var context = library.Create();
        foreach (var isSplit in new[] { false, true })
        {
            var query = context.Authors.TemporalAll().Include(a => a.Books.OrderBy(b => b.Id)).ThenInclude(b => b.Topics).OrderBy(a => EF.Functions.Seq(a));
            var authors = (isSplit ? query.AsSplitQuery() : query.AsSingleQuery()).ToList();
            Assert.Equal(["Ada", "Ada L."], authors.Select(a => a.Name));
            foreach (var author in authors)
            {
                var moment = context.Authors.TemporalAll().Where(a => a.Name == author.Name).Select(a => EF.Functions.CommittedAt(a)).Single();
                var then = context.Authors.AsOf(moment).Include(a => a.Books.OrderBy(b => b.Id)).ThenInclude(b => b.Topics).Single();
                Assert.Equal(Describe(then), Describe(author));
            }
        }

        Assert.Equal(2, context.Authors.TemporalAll().OrderBy(a => a.Name).Take(5).Where(a => a.Books.Count() >= 0).Count());
        Assert.Equal(
            context.Authors.TemporalAll().ToList().Count(a => context.Authors.AsOf(library.Changed).Any()),
            context.Authors.TemporalAll().Count(a => a.Books.All(b => b.Author.Name != "")));
    }

    private static string Describe(Author author) =>
        author.Name + ": " + string.Join(", ", author.Books.Select(b => b.Title + b.Cover.Color + b.Chapters.Count + string.Concat(b.Topics.Select(t => t.Name))));

    [Fact]
    public void A_hierarchy_in_one_collection_and_one_collection_each_have_histories()
    {
        using var context = library.Create();
        Assert.Equal(["x", "y"], context.Set<Student>().History().Where(v => !v.IsDeleted).OrderBy(v => v.Seq).Select(v => v.Entity!.School));
        Assert.Equal([3, 4], context.Set<Disc>().History().Where(v => !v.IsDeleted).OrderBy(v => v.Seq).Select(v => v.Entity!.Tracks));
    }

    [Fact]
    public void What_has_no_history_of_its_own_is_refused_with_the_reason()
    {
        using var context = library.Create();
        var several = Assert.Throws<InvalidOperationException>(() => context.Shelves.History().ToList());
        Assert.Contains("several collections", several.Message, StringComparison.Ordinal);
        var tracked = Assert.Throws<InvalidOperationException>(() => context.Authors.History().AsTracking().ToList());
        Assert.Contains("several versions", tracked.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_can_be_asked_of_any_entity_of_a_query()
    {
        using var context = library.Create();
        var rows = context.Books.OrderBy(b => b.Title).Take(5).OrderBy(b => EF.Functions.Seq(b)).ThenBy(b => b.Id)
            .Select(b => new { b.Title, Seq = EF.Functions.Seq(b), Hash = EF.Functions.Hash(b) })
            .ToList();
        Assert.Equal(["One, revised", "Three"], rows.Select(row => row.Title));
        Assert.All(rows, row => Assert.InRange(row.Seq, library.Built + 1, library.Changed));
        Assert.All(rows, row => Assert.Equal(64, row.Hash!.Length));
        Assert.Equal(2, context.Books.Distinct().Count(b => EF.Functions.Seq(b) > library.Built));
        Assert.Equal(rows[0].Seq, context.Books.Where(b => b.Id == 1).Select(b => EF.Functions.Seq(b)).Single());
        Assert.Equal(
            context.Authors.Select(a => EF.Functions.Seq(a)).Single(),
            context.Books.Where(b => b.Id == 1).Select(b => EF.Functions.Seq(b.Author)).Single());
        Assert.Equal(2, context.Authors.SelectMany(a => a.Books).Where(b => EF.Functions.CommittedAt(b) > DateTimeOffset.UnixEpoch).Count());
    }

    [Fact]
    public void An_entity_and_a_version_are_found_by_their_hashes()
    {
        using var context = library.Create();
        var book = context.Books.Where(b => b.Id == 1).Select(b => new { b.Title, Hash = EF.Functions.Hash(b) }).Single();
        var query = context.Books.Where(b => EF.Functions.Hash(b) == book.Hash).Select(b => b.Title);
        Assert.Equal(book.Title, query.Single());
        Assert.Empty(context.Books.Where(b => EF.Functions.Hash(b) == book.Hash && b.Id == 2));
        var version = context.Books.History().Where(v => !v.IsDeleted).OrderBy(v => v.Seq).First();
        Assert.Equal(version.Seq, context.Books.History().Single(v => v.Hash == version.Hash).Seq);
        var found = context.Database.Nedb().FindByHash(Hash256.Parse(version.Hash!));
        Assert.Equal(new HashPlace(HashKind.Node, version.Seq), found);
        Assert.Equal(
            new HashPlace(HashKind.Commit, context.Database.Nedb().Seq), context.Database.Nedb().FindByHash(context.Database.Nedb().Head));
    }

    [Fact]
    public async Task What_nothing_has_the_hash_of_is_not_found()
    {
        using var context = library.Create();
        Assert.Null(context.Database.Nedb().FindByHash(default));
        Assert.Null(await context.Database.Nedb().FindByHashAsync(context.Database.Nedb().Root));
        Assert.NotNull(await context.Database.Nedb().FindByHashAsync(context.Database.Nedb().Head));
    }

    [Fact]
    public void Metadata_survives_set_operations()
    {
        using var context = library.Create();
        var seqs = context.Authors.Where(a => a.Id == 1).Union(context.Authors.Where(a => a.Id > 1)).Select(a => EF.Functions.Seq(a)).ToList();
        Assert.Equal([context.Authors.Select(a => EF.Functions.Seq(a)).Single()], seqs);
        Assert.Equal(2, context.Set<Medium>().AsOf(library.Changed).Where(m => EF.Functions.Seq(m) > 0).Count());
    }
}
