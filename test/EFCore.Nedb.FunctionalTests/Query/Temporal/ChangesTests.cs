using Microsoft.EntityFrameworkCore;

namespace Nedb.EntityFrameworkCore.Query.Temporal;

/// <summary>Changes against the two states that AsOf shows.</summary>
public sealed class ChangesTests(LibraryFixture library) : IClassFixture<LibraryFixture>
{
    [Fact]
    public void One_row_tells_what_became_of_each_entity()
    {
        using var context = library.Create();
        var changes = context.Authors.Changes(library.Empty, library.TornDown).ToList();
        var created = Assert.Single(changes);
        Assert.Equal((ChangeAction.Insert, "1", null, "Ada L."), (created.Action, created.Key, created.Before, created.After!.Name));
        var updated = context.Authors.Changes(library.Built, library.TornDown).Single();
        Assert.Equal((ChangeAction.Update, "Ada", "Ada L."), (updated.Action, updated.Before!.Name, updated.After!.Name));
        Assert.Equal(("Paris", "London"), (updated.Before.Home.City, updated.After.Home.City));
        Assert.Empty(context.ChangeTracker.Entries());
        var deleted = context.Set<Disc>().Changes(library.Changed, library.TornDown).Single();
        Assert.Equal((ChangeAction.Delete, 4, null), (deleted.Action, deleted.Before!.Tracks, deleted.After));
        Assert.Empty(context.Set<Disc>().Changes(library.Empty, library.TornDown));
        Assert.InRange(deleted.Seq, library.Changed + 1, library.TornDown);
    }

    [Fact]
    public void Changes_are_the_difference_of_the_two_states_at_every_pair_of_seqs()
    {
        using var context = library.Create();
        for (var from = library.Empty; from <= library.TornDown; from += 2)
            for (var to = from; to <= library.TornDown; to += 3)
            {
                var before = State(context, from);
                var after = State(context, to);
                var expected = before.Keys.Union(after.Keys).Order()
                    .Select(id => (Id: id, Before: before.GetValueOrDefault(id), After: after.GetValueOrDefault(id)))
                    .Where(change => change.Before != change.After)
                    .Select(change => (change.Id, Action(change.Before, change.After)));
                var actual = context.Set<Topic>().Changes(from, to).Select(c => new { c.Key, c.Action }).ToList();
                Assert.Equal(expected, actual.Select(change => (int.Parse(change.Key), change.Action)));
                var discs = context.Set<Disc>().Changes(from, to).ToList();
                Assert.Equal(discs.Count, context.Set<Disc>().Changes(from, to).Count());
            }
    }

    [Fact]
    public void Changes_compose_like_any_query()
    {
        using var context = library.Create();
        var (from, to) = (library.Built, library.TornDown);
        Assert.Equal(
            ["Ada > Ada L."],
            context.Authors.Changes(from, to).Where(c => c.Action == ChangeAction.Update).Select(c => c.Before!.Name + " > " + c.After!.Name));
        Assert.Equal(1, context.Set<Disc>().Changes(from, to).Count(c => c.Before!.Tracks == 3));
        var times = context.Authors.History().OrderBy(v => v.Seq).Select(v => v.CommittedAt).ToList();
        Assert.Equal(ChangeAction.Update, context.Authors.Changes(times[0], times[1]).Select(c => c.Action).Single());
        Assert.Empty(context.Authors.Changes(times[1], times[1]));
    }

    [Fact]
    public void What_has_no_end_of_its_own_is_refused_with_the_reason()
    {
        using var context = library.Create();
        var derived = Assert.Throws<InvalidOperationException>(() => context.Set<Student>().Changes(library.Built, library.TornDown).ToList());
        Assert.Contains("Ask for the changes of Reader", derived.Message, StringComparison.Ordinal);
        Assert.Equal(["r", "s"], context.Set<Reader>().Changes(library.Built, library.TornDown).ToList().Select(c => c.Before!.Name));
        var filtered = Assert.Throws<InvalidOperationException>(() => context.Authors.Where(a => a.Id == 1).Changes(1, 2).ToList());
        Assert.Contains("behind it", filtered.Message, StringComparison.Ordinal);
    }

    private static Dictionary<int, long> State(LibraryContext context, long seq) =>
        context.Set<Topic>().AsOf(seq).Select(t => new { t.Id, Seq = EF.Functions.Seq(t) }).ToDictionary(t => t.Id, t => t.Seq);

    private static ChangeAction Action(long before, long after) =>
        before == 0 ? ChangeAction.Insert : after == 0 ? ChangeAction.Delete : ChangeAction.Update;
}
