using Microsoft.EntityFrameworkCore;
using Nedb.Data;

namespace Nedb.EntityFrameworkCore.Query.Links;

public sealed class LinkTests : IDisposable
{
    private readonly NedbConnection _connection = new("Data Source=:memory:");

    public LinkTests()
    {
        _connection.Open();
        using var context = Create();
        context.Database.EnsureCreated();
        context.AddRange(new[] { "ann", "bob", "cat", "dan" }.Select((id, i) => new Person { Id = id, Age = 20 + i }));
        context.Add(new Place { Country = 1, Number = new Guid(7, 0, 0, new byte[8]), Name = "home" });
        context.SaveChanges();
    }

    [Fact]
    public void Links_lead_from_entity_to_entity()
    {
        using var context = Create();
        Link(context, "ann", "bob", "ann", "cat", "bob", "cat", "cat", "ann");
        Assert.Equal(["bob", "cat"], From(context, "ann").Traverse<Person>("follows").ToList().Select(p => p.Id).Order());
        Assert.Equal(["ann", "bob"], From(context, "cat").TraverseBack<Person>("follows").Select(p => p.Id).ToList().Order());
        Assert.Empty(From(context, "ann").Traverse<Person>("knows"));
        Assert.Equal(2, context.ChangeTracker.Entries<Person>().Count(e => e.Entity.Id is "bob" or "cat"));
        Assert.Equal([22], From(context, "ann").Traverse<Person>("follows").Where(p => p.Age > 21).Select(p => p.Age));
        Assert.Equal(3, context.People.Traverse<Person>("follows").Count());
    }

    [Fact]
    public void Links_are_followed_to_a_depth_each_entity_once()
    {
        using var context = Create();
        Link(context, "ann", "bob", "bob", "cat", "cat", "dan", "dan", "ann", "ann", "cat");
        var depth = 2;
        Assert.Equal(["bob", "cat", "dan"], From(context, "ann").Traverse<Person>("follows", depth).Select(p => p.Id).ToList().Order());
        Assert.Equal(["ann", "bob", "cat", "dan"], From(context, "ann").Traverse<Person>("follows", 9).Select(p => p.Id).ToList().Order());
        var nodes = From(context, "ann").Traverse("follows", 9).ToList();
        Assert.Equal([("bob", 1), ("cat", 1), ("dan", 2), ("ann", 3)], nodes.Select(n => (n.Key, n.Depth)));
        Assert.Equal(["cat", "dan"], nodes.PathTo(nodes[2]).Select(n => n.Key));
    }

    [Fact]
    public void Links_of_the_past_lead_to_the_past()
    {
        using var context = Create();
        Link(context, "ann", "bob", "ann", "dan");
        var seq = context.Database.Nedb().Seq;
        context.People.Single(p => p.Id == "bob").Age = 99;
        context.Remove(context.People.Single(p => p.Id == "dan"));
        context.SaveChanges();
        Assert.True(context.Unlink(context.People.Single(p => p.Id == "ann"), "follows", context.People.Single(p => p.Id == "bob")));
        Assert.Empty(From(context, "ann").Traverse<Person>("follows"));
        Assert.Equal([21, 23], From(context, "ann").AsOf(seq).Traverse<Person>("follows").Select(p => p.Age).ToList().Order());
        Assert.Equal([21, 23], From(context, "ann").Traverse<Person>("follows").AsOf(seq).Select(p => p.Age).ToList().Order());
        Assert.Equal([23], From(context, "ann").AsOf(seq).Traverse<Person>("follows").Where(p => !context.People.Any(now => now.Id == p.Id)).Select(p => p.Age));
    }

    [Fact]
    public async Task Any_entities_can_be_linked_and_unlinked()
    {
        await using var context = Create();
        var (ann, home) = (context.People.Single(p => p.Id == "ann"), context.Places.Single());
        await context.LinkAsync(ann, "lives at", home);
        var seq = context.Database.Nedb().Seq;
        await context.LinkAsync(ann, "lives at", home);
        Assert.Equal(seq, context.Database.Nedb().Seq);
        Assert.Equal("home", (await From(context, "ann").Traverse<Place>("lives at").SingleAsync()).Name);
        Assert.Equal(["ann"], context.Places.TraverseBack<Person>("lives at").Select(p => p.Id));
        Assert.Empty(From(context, "ann").Traverse<Person>("lives at", 3));
        Assert.True(await context.UnlinkAsync(ann, "lives at", home));
        Assert.False(await context.UnlinkAsync(ann, "lives at", home));
        Assert.Empty(context.Places.TraverseBack<Person>("lives at"));
    }

    [Fact]
    public void A_link_takes_part_in_a_transaction_and_has_a_cause()
    {
        using var context = Create();
        var (ann, bob) = (context.People.Single(p => p.Id == "ann"), context.People.Single(p => p.Id == "bob"));
        using (var transaction = context.Database.BeginTransaction())
        {
            context.Link(ann, "follows", bob);
            Assert.Equal(["bob"], From(context, "ann").Traverse<Person>("follows").Select(p => p.Id));
            transaction.Rollback();
        }

        Assert.Empty(From(context, "ann").Traverse<Person>("follows"));
        using (NedbProvenance.Begin(bob))
            context.Link(ann, "follows", bob);
        Assert.Equal(["link"], From(context, "bob").TraceEffects().Select(n => n.Kind));
    }

    [Fact]
    public void What_cannot_be_linked_is_refused_with_the_reason()
    {
        using var context = Create();
        var ann = context.People.Single(p => p.Id == "ann");
        Assert.ThrowsAny<Exception>(() => context.Link(ann, "follows", new Person { Id = "nobody" }));
        Assert.Contains("cannot be a cause", Assert.Throws<InvalidOperationException>(() => context.Link(ann, "follows", "bob")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => context.Link(ann, "", ann));
        Assert.Throws<InvalidOperationException>(() => new List<Person>().AsQueryable().Traverse<Person>("follows"));
    }

    private static IQueryable<Person> From(LinkContext context, string id) => context.People.Where(p => p.Id == id);

    private static void Link(LinkContext context, params string[] pairs)
    {
        var people = context.People.AsNoTracking().ToDictionary(p => p.Id);
        for (var i = 0; i < pairs.Length; i += 2)
            context.Link(people[pairs[i]], "follows", people[pairs[i + 1]]);
    }

    private LinkContext Create() => new(new DbContextOptionsBuilder<LinkContext>().UseNedb(_connection).Options);

    public void Dispose() => _connection.Dispose();
}
