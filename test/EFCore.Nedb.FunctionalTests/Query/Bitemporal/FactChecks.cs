using Microsoft.EntityFrameworkCore;
using static System.Linq.Enumerable;

namespace Nedb.EntityFrameworkCore.Query.Bitemporal;

/// <summary>Asks through LINQ what the naive model knows.</summary>
internal sealed class FactChecks(Random random, FactModel model)
{
    /// <summary>The facts after a commit, all of them, on a day, in a span, and by what could be found in an index.</summary>
    public void CheckState(FactContext context, int commit)
    {
        var facts = model.Facts[commit].Values;
        var then = At(context.Facts, commit);
        Same(facts, then.OrderBy(fact => fact.Item).ThenBy(fact => fact.From));
        var amount = random.Next(110);
        Same(facts.Where(fact => fact.Amount >= amount), then.Where(fact => fact.Amount >= amount));
        var note = $"note {random.Next(5)}";
        Same(facts.Where(fact => fact.Note == note), then.Where(fact => fact.Note == note));
        Assert.Equal(facts.Select(fact => fact.Amount).Order(), then.OrderBy(fact => fact.Amount).Select(fact => fact.Amount).ToList());
        var (from, to) = (random.Next(FactWriter.Days), random.Next(1, FactWriter.Days));
        Same(
            facts.Where(fact => fact.From < from + to && from < fact.To),
            then.ValidBetween(FactWriter.Day(from), FactWriter.Day(from + to)));
        Assert.Equal(
            model.Sources[commit], At(context.Sources, commit).OrderBy(source => source.Id).ToDictionary(source => source.Id, source => source.Stamp));
    }

    /// <summary>What was known after a commit about a day, of all and with what stands beside it.</summary>
    public void CheckPoint(FactContext context, int commit, int day)
    {
        var facts = model.Facts[commit].Values.Where(fact => fact.From <= day && day < fact.To).ToList();
        Same(facts, At(context.Facts, commit).ValidAsOf(FactWriter.Day(day)));
        var pairs = At(
            context.Facts.Join(context.Facts, one => one.Amount % 3, other => other.Item, (one, other) => new { One = one.Stamp, Other = other.Stamp }),
            commit).ValidAsOf(FactWriter.Day(day));
        Assert.Equal(
            facts.Join(facts, one => one.Amount % 3, other => other.Item, (one, other) => (one.Stamp, other.Stamp)).Order(),
            pairs.AsEnumerable().Select(pair => (pair.One, pair.Other)).Order());
    }

    /// <summary>A whole context in the past.</summary>
    public void CheckScope(FactContext context, int commit)
    {
        using (context.AsOf(model.Commits[commit].Seq))
        {
            Same(model.Facts[commit].Values, context.Facts);
            var item = random.Next(FactWriter.Items);
            Assert.Equal(
                model.Facts[commit].Values.Where(fact => fact.Item == item).Sum(fact => fact.Amount),
                context.Facts.Where(fact => fact.Item == item).Sum(fact => fact.Amount));
        }
    }

    /// <summary>Every version of a key, with the ends of its periods of being known.</summary>
    public void CheckHistory(FactContext context, (int Item, int From) key)
    {
        var versions = context.Facts.Where(fact => fact.Item == key.Item && fact.From == FactWriter.Day(key.From)).History()
            .OrderBy(version => version.Seq).ToList();
        var states = versions.Where(version => !version.IsDeleted).ToList();
        var expected = model.VersionsOf(key);
        Assert.Equal(expected.Select(fact => fact.ToString()), states.Select(version => Describe(version.Entity!)));
        foreach (var (fact, version) in expected.Zip(states))
        {
            Assert.Equal(fact.Start, CommitOf(version.Seq));
            Assert.Equal(fact.End, version.SupersededSeq is { } superseded ? CommitOf(superseded) : int.MaxValue);
            Assert.Equal(fact.Cause is not null, version.CausedBy.Length == 1);
        }

        foreach (var end in versions.Where(version => version.IsDeleted))
            Assert.Contains(expected, fact => fact.End == CommitOf(end.Seq));
    }

    /// <summary>What stood, and what came and went, between two commits.</summary>
    public void CheckRanges(FactContext context, int first, int last)
    {
        var (from, to) = (model.Commits[first].Seq, model.Commits[last].Seq);
        var begun = model.BegunIn(first, last).ToList();
        Same(model.Facts[first].Values.Concat(begun), context.Facts.TemporalBetween(from, to));
        if (first < last)
            Same(begun.Where(fact => fact.End <= last), context.Facts.TemporalContainedIn(from + 1, to));
        var changed = model.Facts[first].Keys.Union(model.Facts[last].Keys)
            .Where(key => model.Facts[first].GetValueOrDefault(key) != model.Facts[last].GetValueOrDefault(key)).Order();
        var touched = context.Facts.Changes(from, to).ToList().Select(change => change.After ?? change.Before!)
            .Select(fact => (fact.Item, From: DayOf(fact.From))).ToHashSet();
        Assert.Subset(touched, changed.ToHashSet());
    }

    /// <summary>Why facts are as they were after a commit, and what a source had caused until then.</summary>
    public void CheckCauses(FactContext context, int commit)
    {
        var item = random.Next(FactWriter.Items);
        var causes = model.Facts[commit].Values.Where(fact => fact.Item == item && fact.Cause is not null).Select(fact => fact.Cause!.Value);
        Assert.Equal(
            causes.Distinct().Order(),
            At(context.Facts.Where(fact => fact.Item == item), commit).TraceCausedBy<Source>().Select(source => source.Stamp).ToList().Order());
        var id = random.Next(1, FactWriter.SourceCount + 1);
        var effects = model.Effects[model.Sources[commit][id]].Where(fact => fact.Start <= commit);
        Same(effects, At(context.Sources.Where(source => source.Id == id), commit).TraceEffects<Fact>());
    }

    /// <summary>Which sources a source cited after a commit.</summary>
    public void CheckLinks(FactContext context, int commit)
    {
        var id = random.Next(1, FactWriter.SourceCount + 1);
        var cited = model.Links[commit].Where(link => link.From == id).Select(link => model.Sources[commit][link.To]).Order();
        var from = At(context.Sources.Where(source => source.Id == id), commit);
        Assert.Equal(cited, from.Traverse<Source>(FactWriter.Relation).Select(source => source.Stamp).ToList().Order());
        var citing = model.Links[commit].Where(link => link.To == id).Select(link => model.Sources[commit][link.From]).Order();
        Assert.Equal(citing, from.TraverseBack<Source>(FactWriter.Relation).Select(source => source.Stamp).ToList().Order());
    }

    // By seq or, where it is known, by time; the present is also asked without either.
    private IQueryable<T> At<T>(IQueryable<T> source, int commit)
    {
        var (seq, time) = model.Commits[commit];
        if (commit == model.Last && random.Next(2) == 0)
            return source;
        return time is { } moment && random.Next(2) == 0 ? source.AsOf(moment) : source.AsOf(seq);
    }

    private int CommitOf(long seq)
    {
        var (low, high) = (0, model.Last);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (model.Commits[middle].Seq < seq)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private static void Same(IEnumerable<FactVersion> expected, IQueryable<Fact> found) =>
        Assert.Equal(expected.Select(fact => fact.ToString()).Order(StringComparer.Ordinal), found.ToList().Select(Describe).Order(StringComparer.Ordinal));

    private static string Describe(Fact fact) =>
        $"{fact.Item} {DayOf(fact.From)}-{(fact.To is { } to ? DayOf(to) : "")} {fact.Amount} '{fact.Note}' #{fact.Stamp}";

    private static int DayOf(DateOnly day) => day.DayNumber - FactWriter.Day(0).DayNumber;
}
