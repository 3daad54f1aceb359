using Nedb.Query.Binding;

namespace Nedb.Query.Planning;

/// <summary>The conditions of a chain of joins, by the sources that they speak of.</summary>
internal sealed class JoinConditions
{
    private readonly Dictionary<int, List<(int Number, BoundExpression Condition, HashSet<int> Others)>> _bySlot = [];
    private readonly Dictionary<int, HashSet<int>> _related = [];

    public JoinConditions(List<BoundCollectionSource> sources, List<BoundExpression> conditions)
    {
        foreach (var source in sources)
        {
            _bySlot.Add(source.Slot, []);
            _related.Add(source.Slot, []);
        }

        for (var number = 0; number < conditions.Count; number++)
        {
            var slots = BoundTree.FreeSlots(conditions[number]);
            slots.IntersectWith(_bySlot.Keys);
            foreach (var slot in slots)
            {
                _bySlot[slot].Add((number, conditions[number], slots));
                _related[slot].UnionWith(slots);
            }
        }
    }

    /// <summary>Whether a condition speaks of both slots.</summary>
    public bool AreRelated(int slot, int other) => _related[slot].Contains(other);

    /// <summary>The conditions of a source that speak of nothing else than it and what is read before it, and their numbers.</summary>
    public (List<BoundExpression> Usable, string Numbers) Usable(int slot, HashSet<int> read)
    {
        var usable = new List<BoundExpression>();
        var numbers = new List<int>();
        foreach (var (number, condition, slots) in _bySlot[slot])
            if (slots.All(other => other == slot || read.Contains(other)))
            {
                usable.Add(condition);
                numbers.Add(number);
            }

        return (usable, string.Join(',', numbers));
    }
}
