using Microsoft.EntityFrameworkCore;
using Nedb.Data;

namespace Nedb.EntityFrameworkCore.Query.Causality;

public sealed class TraceTests : IDisposable
{
    private readonly NedbConnection _connection = new("Data Source=:memory:");
    private readonly long _first;

    public TraceTests()
    {
        _connection.Open();
        using var context = Create();
        context.Database.EnsureCreated();
        var hello = new Message { Id = "m1", Text = "I like the dark" };
        var other = new Message { Id = "m2", Text = "my eyes hurt" };
        context.AddRange(hello, other, new Message { Id = "m3", Text = "unrelated" });
        context.SaveChanges();
        var taste = new Observation { Id = "o1", About = "taste" };
        context.Add(taste).CausedBy(hello).WithEvidence("said so");
        context.SaveChanges();
        var belief = new Belief { Id = "dark_mode", Value = true };
        context.Add(belief).CausedBy(taste, other).WithConfidence(0.75);
        context.SaveChanges();
        _first = context.Database.Nedb().Seq;
        // What caused is the version of then, whatever becomes of it.
        hello.Text = "edited";
        context.Remove(other);
        context.SaveChanges();
    }

    [Fact]
    public void Causes_are_given_nearest_first_as_the_versions_that_caused()
    {
        using var context = Create();
        var nodes = context.Beliefs.Where(b => b.Id == "dark_mode").TraceCausedBy().ToList();
        Assert.Equal([1, 1, 2], nodes.Select(n => n.Depth));
        Assert.Equal(["m2", "o1"], nodes.Take(2).Select(n => n.Key).Order());
        Assert.Equal("m1", nodes[2].Key);
        Assert.Equal("Messages", nodes[2].Collection);
        Assert.Equal("put", nodes[2].Kind);
        var observation = nodes.Single(n => n.Collection == "Observations");
        Assert.Equal("said so", observation.Evidence);
        Assert.Equal([nodes[2].Seq], observation.CausedBy);
        Assert.All(nodes, n => Assert.Equal(64, n.Hash!.Length));
    }

    [Fact]
    public void Causes_of_one_type_are_entities_in_the_state_that_caused()
    {
        using var context = Create();
        var messages = context.Beliefs.Where(b => b.Id == "dark_mode").TraceCausedBy<Message>().ToList();
        Assert.Equal(["my eyes hurt", "I like the dark"], messages.Select(m => m.Text));
        Assert.Empty(context.ChangeTracker.Entries());
        Assert.Equal(["I like the dark"], context.Beliefs.TraceCausedBy<Message>().Where(m => m.Text.StartsWith("I")).Select(m => m.Text));
    }

    [Fact]
    public void Effects_are_the_other_way_round()
    {
        using var context = Create();
        var start = context.Messages.AsOf(_first).Where(m => m.Id == "m1");
        Assert.Equal(["o1", "dark_mode"], start.TraceEffects().Select(n => n.Key));
        Assert.Equal(["dark_mode"], start.TraceEffects<Belief>().Select(b => b.Id));
        Assert.Empty(context.Messages.Where(m => m.Id == "m1").TraceEffects());
    }

    [Fact]
    public void A_deletion_is_a_node_and_no_entity()
    {
        using var context = Create();
        var belief = context.Beliefs.Single();
        using (NedbProvenance.Begin(context.Messages.Single(m => m.Id == "m3")))
        {
            context.Remove(belief);
            context.SaveChanges();
        }

        var start = context.Messages.Where(m => m.Id == "m3");
        Assert.Equal("tombstone", Assert.Single(start.TraceEffects()).Kind);
        Assert.Empty(start.TraceEffects<Belief>());
        Assert.Equal(0, start.TraceEffects<Belief>().Count());
    }

    [Fact]
    public void The_depth_can_be_limited()
    {
        using var context = Create();
        var depth = 1;
        Assert.Equal(2, context.Beliefs.TraceCausedBy(depth).Count());
        Assert.Equal(3, context.Beliefs.TraceCausedBy(depth + 1).Count());
        Assert.Equal(["my eyes hurt"], context.Beliefs.TraceCausedBy<Message>(1).Select(m => m.Text));
    }

    [Fact]
    public void Traces_compose_like_any_query()
    {
        using var context = Create();
        Assert.Equal(2, context.Beliefs.TraceCausedBy().Where(n => n.Depth < 2 && n.Seq > 0).Count());
        Assert.Equal(["m2"], context.Beliefs.TraceCausedBy().Where(n => n.Collection == "Messages").OrderBy(n => n.Depth).Take(1).Select(n => n.Key));
        var joined = context.Beliefs.TraceCausedBy()
            .Join(context.Observations, n => n.Seq, o => EF.Functions.Seq(o), (n, o) => new { n.Depth, o.About })
            .Single();
        Assert.Equal(new { Depth = 1, About = "taste" }, joined);
        Assert.Equal(
            [new { Collection = "Messages", Count = 2 }, new { Collection = "Observations", Count = 1 }],
            context.Beliefs.TraceCausedBy().GroupBy(n => n.Collection).Select(g => new { Collection = g.Key, Count = g.Count() }).OrderBy(g => g.Collection));
    }

    [Fact]
    public void A_trace_may_begin_with_versions_nodes_and_seqs()
    {
        using var context = Create();
        Assert.Equal(3, context.Beliefs.History().TraceCausedBy().Count());
        Assert.Equal(["m1"], context.Beliefs.TraceCausedBy().Where(n => n.Collection == "Observations").TraceCausedBy().Select(n => n.Key));
        Assert.Equal(3, context.Beliefs.Select(b => EF.Functions.Seq(b)).TraceCausedBy().Count());
    }

    [Fact]
    public void A_trace_may_stand_in_a_condition_on_each_row()
    {
        using var context = Create();
        var counts = context.Observations.Select(o => new { o.Id, Causes = context.Observations.Where(x => x.Id == o.Id).TraceCausedBy().Count() }).ToList();
        Assert.Equal([new { Id = "o1", Causes = 1 }], counts);
    }

    [Fact]
    public async Task A_trace_is_read_asynchronously_and_compiled()
    {
        var nodes = EF.CompileAsyncQuery((MindContext context, string id) => context.Beliefs.Where(b => b.Id == id).TraceCausedBy().Count());
        await using var context = Create();
        Assert.Equal(3, await nodes(context, "dark_mode"));
        Assert.Equal(0, await nodes(context, "other"));
        Assert.Equal(3, (await context.Beliefs.TraceCausedBy().ToListAsync()).Count);
    }

    [Fact]
    public void Provenance_can_be_asked_of_entities_and_versions()
    {
        using var context = Create();
        var belief = context.Beliefs.Select(b => new { Confidence = EF.Functions.Confidence(b), CausedBy = EF.Functions.CausedBy(b) }).Single();
        Assert.Equal(0.75, belief.Confidence);
        Assert.Equal(2, belief.CausedBy.Length);
        Assert.Equal("said so", context.Observations.Select(o => EF.Functions.Evidence(o)).Single());
        Assert.Equal(["dark_mode"], context.Beliefs.History().Where(v => v.Confidence > 0.5 && v.CausedBy.Length == 2).Select(v => v.Entity!.Id));
        Assert.Equal(1, context.Beliefs.Count(b => EF.Functions.CausedBy(b).Contains(context.Observations.Select(o => EF.Functions.Seq(o)).Single())));
    }

    private MindContext Create() => new(new DbContextOptionsBuilder<MindContext>().UseNedb(_connection).Options);

    public void Dispose() => _connection.Dispose();
}
