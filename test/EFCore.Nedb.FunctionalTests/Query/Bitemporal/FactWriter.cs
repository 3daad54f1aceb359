using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using static System.Linq.Enumerable;

namespace Nedb.EntityFrameworkCore.Query.Bitemporal;

using Facts = ImmutableSortedDictionary<(int Item, int From), FactVersion>;

/// <summary>Does random things through LINQ and to the naive model.</summary>
internal sealed class FactWriter(Random random, Func<FactContext> open)
{
    public const int Days = 12;
    public const int Items = 3;
    public const int SourceCount = 4;
    public const string Relation = "cites";
    private int _stamp = SourceCount;

    /// <summary>The first commit: the sources.</summary>
    public FactModel Begin()
    {
        using var context = open();
        context.Database.EnsureCreated();
        context.AddRange(Range(1, SourceCount).Select(id => new Source { Id = id, Stamp = id }));
        context.SaveChanges();
        return new(Commit(context), Range(1, SourceCount).ToImmutableSortedDictionary(id => id, id => id));
    }

    /// <summary>One commit, or one that is taken back.</summary>
    public void Act(FactModel model)
    {
        using var context = open();
        switch (random.Next(20))
        {
            case 0:
                ChangeSource(context, model);
                break;
            case 1:
                ChangeLink(context, model);
                break;
            case 2:
                using (context.Database.BeginTransaction())
                    ChangeFacts(context, model);
                break;
            default:
                using (var transaction = context.Database.BeginTransaction())
                {
                    if (random.Next(4) == 0)
                        TakeBack(context, model, transaction);
                    var facts = ChangeFacts(context, model);
                    transaction.Commit();
                    // A change that finds nothing writes nothing, and is no commit.
                    if (context.Database.Nedb().Seq > model.Commits[^1].Seq)
                        model.Commit(Commit(context), facts);
                    else
                        Assert.Equal(model.Facts[^1].Values, facts.Values);
                }

                break;
        }
    }

    /// <summary>Takes the notes of all former versions of a key away.</summary>
    public void Erase(FactModel model)
    {
        if (model.Facts[^1].IsEmpty)
            return;
        using var context = open();
        var key = model.Facts[^1].Keys.ElementAt(random.Next(model.Facts[^1].Count));
        var former = model.VersionsOf(key).Where(version => version.End <= model.Last && version.Note is not null).ToList();
        var fact = context.Facts.Single(f => f.Item == key.Item && f.From == Day(key.From));
        Assert.Equal(former.Count, context.Database.Nedb().Erase(fact));
        foreach (var version in former)
            version.Note = null;
        if (context.Database.Nedb().Seq > model.Commits[^1].Seq)
            model.Commit(Commit(context));
    }

    public static DateOnly Day(int day) => new DateOnly(2024, 1, 1).AddDays(day);

    private void TakeBack(FactContext context, FactModel model, Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction transaction)
    {
        transaction.CreateSavepoint("before");
        ChangeFacts(context, model);
        transaction.RollbackToSavepoint("before");
        context.ChangeTracker.Clear();
    }

    private void ChangeSource(FactContext context, FactModel model)
    {
        var id = random.Next(1, SourceCount + 1);
        context.Sources.Single(source => source.Id == id).Stamp = ++_stamp;
        context.SaveChanges();
        model.Commit(Commit(context), sources: model.Sources[^1].SetItem(id, _stamp));
    }

    private void ChangeLink(FactContext context, FactModel model)
    {
        var (from, to) = (random.Next(1, SourceCount + 1), random.Next(1, SourceCount + 1));
        var (links, sources) = (model.Links[^1], context.Sources.ToDictionary(source => source.Id));
        if (links.Contains((from, to)))
            Assert.True(context.Unlink(sources[from], Relation, sources[to]));
        else
            context.Link(sources[from], Relation, sources[to]);
        model.Commit(Commit(context), links: links.Contains((from, to)) ? links.Remove((from, to)) : links.Add((from, to)));
    }

    private Facts ChangeFacts(FactContext context, FactModel model)
    {
        var id = random.Next(1, SourceCount + 1);
        var cause = random.Next(3) == 0 ? context.Sources.Single(source => source.Id == id) : null;
        using var scope = cause is null ? null : NedbProvenance.Begin(cause);
        var change = new FactChange(
            model.Facts[^1], model.Commits.Count, cause?.Stamp, random.Next(Items), random.Next(Days - 1), random.Next(100), ++_stamp)
        {
            Note = random.Next(3) == 0 ? null : $"note {random.Next(5)}",
        };
        var to = random.Next(change.From + 1, Days + 1);
        return random.Next(9) switch
        {
            0 => Update(context, change, to),
            1 => Delete(context, change, to),
            2 => ExecuteUpdate(context, change, to),
            3 => ExecuteDelete(context, change, to),
            4 => Correct(context, change),
            5 => Raise(context, change),
            _ => Put(context, change, to),
        };
    }

    private static Facts Put(FactContext context, FactChange change, int to)
    {
        var facts = Delete(context, change, to);
        // What ends with the last day may as well not end, unless something begins then.
        var isOpen = to == Days && !facts.ContainsKey((change.Item, to));
        context.Add(new Fact
        {
            Item = change.Item,
            From = Day(change.From),
            To = isOpen ? null : Day(to),
            Amount = change.Amount,
            Note = change.Note,
            Stamp = change.Stamp,
        });
        context.SaveChanges();
        return change.Put(facts, isOpen ? int.MaxValue : to);
    }

    private static Facts Update(FactContext context, FactChange change, int to)
    {
        context.Facts.ForPortionOf(Day(change.From), Day(to)).Where(fact => fact.Item == change.Item).Update(fact =>
        {
            fact.Amount = change.Amount;
            fact.Note = change.Note;
            fact.Stamp = change.Stamp;
        });
        context.SaveChanges();
        return change.Split(to, isDelete: false);
    }

    private static Facts Delete(FactContext context, FactChange change, int to)
    {
        context.Facts.ForPortionOf(Day(change.From), Day(to)).Where(fact => fact.Item == change.Item).Delete();
        context.SaveChanges();
        context.ChangeTracker.Clear();
        return change.Split(to, isDelete: true);
    }

    private static Facts ExecuteUpdate(FactContext context, FactChange change, int to)
    {
        context.Facts.Where(fact => fact.Item == change.Item).ForPortionOf(Day(change.From), Day(to)).ExecuteUpdate(set => set
            .SetProperty(fact => fact.Amount, change.Amount).SetProperty(fact => fact.Note, change.Note)
            .SetProperty(fact => fact.Stamp, change.Stamp));
        return change.Split(to, isDelete: false);
    }

    private static Facts ExecuteDelete(FactContext context, FactChange change, int to)
    {
        context.Facts.Where(fact => fact.Item == change.Item).ForPortionOf(Day(change.From), Day(to)).ExecuteDelete();
        return change.Split(to, isDelete: true);
    }

    private static Facts Correct(FactContext context, FactChange change)
    {
        foreach (var fact in context.Facts.Where(fact => fact.Item == change.Item && fact.From <= Day(change.From)))
            if (fact.From == Day(change.From))
                context.Remove(fact);
            else
                (fact.Amount, fact.Note, fact.Stamp) = (change.Amount, change.Note, change.Stamp);
        context.SaveChanges();
        return change.Correct();
    }

    private static Facts Raise(FactContext context, FactChange change)
    {
        context.Facts.Where(fact => fact.Amount < change.Amount)
            .ExecuteUpdate(set => set.SetProperty(fact => fact.Amount, fact => fact.Amount + 1).SetProperty(fact => fact.Stamp, change.Stamp));
        return change.Raise();
    }

    private static (long Seq, DateTimeOffset? Time) Commit(FactContext context)
    {
        var nedb = context.Database.Nedb();
        return (nedb.Seq, nedb.LastCommit is { } commit && commit.LastSeq == nedb.Seq ? commit.CommittedAt : null);
    }
}
