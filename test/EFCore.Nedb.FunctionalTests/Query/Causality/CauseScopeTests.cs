using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Nedb.Data;

namespace Nedb.EntityFrameworkCore.Query.Causality;

public sealed class CauseScopeTests : IDisposable
{
    private readonly NedbConnection _connection = new("Data Source=:memory:");

    public CauseScopeTests()
    {
        _connection.Open();
        using var context = Create();
        context.Database.EnsureCreated();
        context.AddRange(new Message { Id = "m1", Text = "one" }, new Message { Id = "m2", Text = "two" });
        context.SaveChanges();
    }

    [Fact]
    public void A_scope_names_the_cause_of_all_that_is_saved_in_it()
    {
        using var first = Create();
        var cause = first.Messages.Single(m => m.Id == "m1");
        using (NedbProvenance.Begin(cause))
        {
            first.Add(new Observation { Id = "o1" });
            first.SaveChanges();
            using var second = Create();
            second.Add(new Observation { Id = "o2" });
            second.SaveChanges();
        }

        first.Add(new Observation { Id = "o3" });
        first.SaveChanges();
        Assert.Equal(["o1", "o2"], first.Messages.Where(m => m.Id == "m1").TraceEffects<Observation>().Select(o => o.Id).ToList().Order());
    }

    [Fact]
    public async Task Scopes_stand_within_each_other_and_follow_the_flow_of_control()
    {
        await using var context = Create();
        var seq = await context.Messages.Where(m => m.Id == "m2").Select(m => EF.Functions.Seq(m)).SingleAsync();
        using (NedbProvenance.Begin(new CommitOptions { Evidence = "outer", Confidence = 0.5, CausedBy = [seq] }))
        {
            await Task.Yield();
            using (NedbProvenance.Begin(new CommitOptions { Evidence = "inner" }))
            {
                context.Add(new Observation { Id = "a" });
                await context.SaveChangesAsync();
                await Task.Run(() => Save("b"));
                context.Add(new Observation { Id = "c" }).WithEvidence("own");
                await context.SaveChangesAsync(new CommitOptions { Confidence = 1 });
            }

            Save("d");
        }

        var said = context.Observations.OrderBy(o => o.Id)
            .Select(o => new { o.Id, Evidence = EF.Functions.Evidence(o), Confidence = EF.Functions.Confidence(o), Causes = EF.Functions.CausedBy(o).Length })
            .ToList();
        Assert.Equal(["a inner 0.5 1", "b inner 0.5 1", "c own 1 1", "d outer 0.5 1"],
            said.Select(o => FormattableString.Invariant($"{o.Id} {o.Evidence} {o.Confidence} {o.Causes}")));
        Assert.Throws<ArgumentException>(() => NedbProvenance.Begin(new CommitOptions { IdempotencyKey = "k" }));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_scope_around_a_statement_of_a_transaction_says_nothing_of_the_rest_of_it(bool isAmbient)
    {
        using var context = Create();
        var seq = context.Messages.Where(m => m.Id == "m1").Select(m => EF.Functions.Seq(m)).Single();
        using (var ambient = isAmbient ? new System.Transactions.TransactionScope() : null)
        using (var transaction = isAmbient ? null : context.Database.BeginTransaction())
        {
            context.Messages.Where(m => m.Id == "m1").ExecuteUpdate(s => s.SetProperty(m => m.Text, "before"));
            using (NedbProvenance.Begin(new CommitOptions { CausedBy = [seq], Evidence = "within" }))
                context.Messages.Where(m => m.Id == "m2").ExecuteUpdate(s => s.SetProperty(m => m.Text, "within"));
            context.Add(new Observation { Id = "o1" });
            context.SaveChanges();
            context.Observations.Where(o => o.Id == "o1").ExecuteUpdate(s => s.SetProperty(o => o.About, "after"));
            transaction?.Commit();
            ambient?.Complete();
        }

        Assert.Equal(["before", "within"], context.Messages.OrderBy(m => m.Id).Select(m => m.Text));
        Assert.Equal([null, "within"], context.Messages.OrderBy(m => m.Id).Select(m => EF.Functions.Evidence(m)));
        Assert.Equal([0, 1], context.Messages.OrderBy(m => m.Id).Select(m => EF.Functions.CausedBy(m).Length));
        Assert.All(context.Observations.History().ToList(), version => Assert.Null(version.Evidence));
    }

    [Fact]
    public void A_scope_around_the_first_statement_of_an_ambient_transaction_says_it_of_that_one()
    {
        using var context = Create();
        var seq = context.Messages.Where(m => m.Id == "m1").Select(m => EF.Functions.Seq(m)).Single();
        using (var ambient = new System.Transactions.TransactionScope())
        {
            using (NedbProvenance.Begin(new CommitOptions { CausedBy = [seq], Evidence = "first" }))
                context.Messages.Where(m => m.Id == "m1").ExecuteUpdate(s => s.SetProperty(m => m.Text, "first"));
            context.Messages.Where(m => m.Id == "m2").ExecuteUpdate(s => s.SetProperty(m => m.Text, "second"));
            ambient.Complete();
        }

        Assert.Equal(["first", "second"], context.Messages.OrderBy(m => m.Id).Select(m => m.Text));
        Assert.Equal(["first", null], context.Messages.OrderBy(m => m.Id).Select(m => EF.Functions.Evidence(m)));
        Assert.Equal([1, 0], context.Messages.OrderBy(m => m.Id).Select(m => EF.Functions.CausedBy(m).Length));
        context.Add(new Observation { Id = "o1" });
        context.SaveChanges();
        Assert.Null(context.Observations.Select(o => EF.Functions.Evidence(o)).Single());
    }

    [Fact]
    public void What_a_scope_says_of_an_ambient_transaction_is_not_said_of_the_next_one()
    {
        using var context = Create();
        var connection = (NedbConnection)context.Database.GetDbConnection();
        using (var ambient = new System.Transactions.TransactionScope())
        using (NedbProvenance.Begin(new CommitOptions { Client = "one" }))
        {
            context.Messages.Where(m => m.Id == "m1").ExecuteUpdate(s => s.SetProperty(m => m.Text, "ambient"));
            Assert.Equal("one", connection.NextCommit?.Client);
            ambient.Complete();
        }

        using var transaction = context.Database.BeginTransaction();
        Assert.Null(connection.NextCommit);
        context.Add(new Observation { Id = "o1" });
        Assert.Equal(1, context.SaveChanges(new CommitOptions { Client = "other" }));
        transaction.Commit();
    }

    [Fact]
    public async Task Statements_take_part_in_a_scope()
    {
        await using var context = Create();
        var cause = context.Messages.Single(m => m.Id == "m1");
        using (NedbProvenance.Begin(new CommitOptions { CausedBy = [cause], Evidence = "clean-up" }))
        {
            context.Messages.Where(m => m.Id == "m2").ExecuteUpdate(s => s.SetProperty(m => m.Text, "changed"));
            await context.Messages.Where(m => m.Id == "m2").ExecuteDeleteAsync();
        }

        context.Messages.Where(m => m.Id == "m1").ExecuteUpdate(s => s.SetProperty(m => m.Text, "later"));
        var versions = context.Messages.Where(m => m.Id == "m2").History().OrderBy(v => v.Seq).ToList();
        Assert.Equal([null, "clean-up", "clean-up"], versions.Select(v => v.Evidence));
        Assert.Equal([0, 1, 1], versions.Select(v => v.CausedBy.Length));
        Assert.Null(context.Messages.Select(m => EF.Functions.Evidence(m)).Single());
    }

    [Fact]
    public void The_activity_is_the_evidence_where_that_is_asked_for()
    {
        using var activity = new Activity("import").SetIdFormat(ActivityIdFormat.W3C).Start();
        using (var context = Create(nedb => nedb.CaptureActivity()))
        {
            context.Add(new Observation { Id = "traced" });
            context.Add(new Observation { Id = "own" }).WithEvidence("seen");
            context.SaveChanges();
        }

        Save("plain");
        using var reader = Create();
        var evidence = reader.Observations.ToDictionary(o => o.Id, o => o);
        Assert.Equal(3, evidence.Count);
        Assert.Equal(["traced"], reader.Observations.Where(o => EF.Functions.Evidence(o) == activity.Id).Select(o => o.Id));
        Assert.Contains(activity.TraceId.ToString(), activity.Id!, StringComparison.Ordinal);
        Assert.Equal("seen", reader.Observations.Where(o => o.Id == "own").Select(o => EF.Functions.Evidence(o)).Single());
        Assert.Null(reader.Observations.Where(o => o.Id == "plain").Select(o => EF.Functions.Evidence(o)).Single());
    }

    [Fact]
    public void Versions_and_nodes_of_a_trace_are_causes_too()
    {
        using var context = Create();
        context.Messages.Single(m => m.Id == "m1").Text = "edited";
        context.SaveChanges();
        var first = context.Messages.Where(m => m.Id == "m1").History().OrderBy(v => v.Seq).First();
        context.Add(new Observation { Id = "o" }).CausedBy(first);
        context.SaveChanges();
        Assert.Equal(["one"], context.Observations.TraceCausedBy<Message>().Select(m => m.Text));
        var node = context.Observations.TraceCausedBy().Single();
        context.Add(new Belief { Id = "b" }).CausedBy(node);
        context.SaveChanges();
        Assert.Equal([first.Seq], context.Beliefs.TraceCausedBy().Select(n => n.Seq));
    }

    [Fact]
    public void A_path_tells_who_caused_through_whom()
    {
        using var context = Create();
        var (m1, m2) = (context.Messages.Single(m => m.Id == "m1"), context.Messages.Single(m => m.Id == "m2"));
        var taste = new Observation { Id = "taste" };
        context.Add(taste).CausedBy(m1, m2);
        context.SaveChanges();
        var habit = new Observation { Id = "habit" };
        context.Add(habit).CausedBy(taste);
        context.Add(new Belief { Id = "b" }).CausedBy(habit, m2);
        context.SaveChanges();
        var trace = context.Beliefs.TraceCausedBy().ToList();
        Assert.Equal(["habit", "taste", "m1"], trace.PathTo(trace.Single(n => n.Key == "m1")).Select(n => n.Key));
        Assert.Equal(["m2"], trace.PathTo(trace.Single(n => n.Key == "m2")).Select(n => n.Key));
        Assert.Equal(1, trace.Count(n => n.Key == "m2"));
        var start = context.Database.Nedb().CurrentSeqOf(context.Beliefs.Single());
        Assert.All(trace.Where(n => n.Depth == 1), n => Assert.Equal(start, n.Via));
        Assert.Throws<ArgumentException>(() => trace.Where(n => n.Depth > 1).PathTo(trace.Single(n => n.Key == "m1")));
        var effects = context.Messages.Where(m => m.Id == "m1").TraceEffects().ToList();
        Assert.Equal(["taste", "habit", "b"], effects.PathTo(effects[^1]).Select(n => n.Key));
    }

    [Fact]
    public void A_trace_of_the_past_shows_what_was_known_then()
    {
        using var context = Create();
        var message = context.Messages.Single(m => m.Id == "m1");
        context.Add(new Observation { Id = "early" }).CausedBy(message);
        context.SaveChanges();
        var seq = context.Database.Nedb().Seq;
        context.Add(new Observation { Id = "late" }).CausedBy(message);
        context.SaveChanges();
        var effects = context.Messages.Where(m => m.Id == "m1").TraceEffects();
        Assert.Equal(["early", "late"], effects.Select(n => n.Key));
        Assert.Equal(["early"], effects.AsOf(seq).Select(n => n.Key));
        Assert.Equal(["early"], context.Messages.Where(m => m.Id == "m1").AsOf(seq).TraceEffects<Observation>().Select(o => o.Id));
        Assert.Equal(["early"], context.Messages.AsOf(seq).Where(m => context.Beliefs.Count() == 0).Select(m => EF.Functions.Seq(m)).TraceEffects().Select(n => n.Key));
        using (context.AsOf(seq))
            Assert.Equal(["early"], effects.Select(n => n.Key));
    }

    private void Save(string id)
    {
        using var context = Create();
        context.Add(new Observation { Id = id });
        context.SaveChanges();
    }

    private MindContext Create(Action<Nedb.EntityFrameworkCore.Infrastructure.NedbDbContextOptionsBuilder>? nedb = null) =>
        new(new DbContextOptionsBuilder<MindContext>().UseNedb(_connection, nedb).Options);

    public void Dispose() => _connection.Dispose();
}
