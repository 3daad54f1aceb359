using System.Collections.Immutable;

namespace Nedb.EntityFrameworkCore.Query.Bitemporal;

using Facts = ImmutableSortedDictionary<(int Item, int From), FactVersion>;

/// <summary>What a change makes of the facts of the naive model.</summary>
internal sealed record FactChange(Facts Facts, int Commit, int? Cause, int Item, int From, int Amount, int Stamp)
{
    public string? Note { get; init; }

    /// <summary>The facts of the item from a day to another get new values or go, and what sticks out stays.</summary>
    public Facts Split(int to, bool isDelete)
    {
        var facts = Facts;
        foreach (var (key, fact) in Facts.Where(fact => fact.Key.Item == Item && fact.Value.From < to && From < fact.Value.To))
        {
            facts = facts.Remove(key);
            if (fact.From < From)
                facts = facts.Add(key, Part(fact, fact.From, From));
            if (!isDelete)
                facts = facts.SetItem((Item, Math.Max(From, fact.From)), New(fact, Math.Max(From, fact.From), Math.Min(to, fact.To)));
            if (to < fact.To)
                facts = facts.SetItem((Item, to), Part(fact, to, fact.To));
        }

        return facts;
    }

    /// <summary>A new fact where nothing is said.</summary>
    public Facts Put(Facts facts, int to) => facts.SetItem((Item, From), New(null, From, to));

    /// <summary>What begins earlier gets new values, and what begins on the day goes.</summary>
    public Facts Correct()
    {
        var facts = Facts.Remove((Item, From));
        foreach (var (key, fact) in Facts.Where(fact => fact.Key.Item == Item && fact.Key.From < From))
            facts = facts.SetItem(key, New(fact, fact.From, fact.To));
        return facts;
    }

    /// <summary>What is less gets one more.</summary>
    public Facts Raise()
    {
        var facts = Facts;
        foreach (var (key, fact) in Facts.Where(fact => fact.Value.Amount < Amount))
            facts = facts.SetItem(key, Make(fact.Item, fact.From, fact.To, fact.Amount + 1, fact.Note, Stamp));
        return facts;
    }

    private FactVersion New(FactVersion? old, int from, int to) => Make(old?.Item ?? Item, from, to, Amount, Note, Stamp);

    private FactVersion Part(FactVersion fact, int from, int to) => Make(fact.Item, from, to, fact.Amount, fact.Note, fact.Stamp);

    private FactVersion Make(int item, int from, int to, int amount, string? note, int stamp) => new()
    {
        Item = item,
        From = from,
        To = to,
        Amount = amount,
        Note = note,
        Stamp = stamp,
        Cause = Cause,
        Start = Commit,
    };
}
