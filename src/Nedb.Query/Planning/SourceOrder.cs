using Nedb.Query.Binding;
using Nedb.Query.Execution;
using Nedb.Query.Execution.Operators;

namespace Nedb.Query.Planning;

/// <summary>
/// Whether joined collections give their rows in the order of their keys, source by source as written, however they are joined.
/// </summary>
internal static class SourceOrder
{
    /// <summary>
    /// Rows come in the order of the keys of those sources of which one row before finds several, each in its own order; of the others
    /// there is one row, or none, for what comes before them. So the orders agree where those sources stand in the same order in both, and
    /// none of the others could decide earlier than what it follows from.
    /// </summary>
    /// <param name="plan">The joins as they run.</param>
    /// <param name="written">The sources as they are written.</param>
    /// <param name="first">The source whose rows are in order already, whatever comes with them; null for none.</param>
    public static bool IsKept(Plan plan, List<BoundCollectionSource> written, BoundCollectionSource? first = null)
    {
        var found = new List<FoundRows>();
        if (!Flatten(plan, found))
            return false;
        var behind = -1; // the place, as written, of the last source with several rows
        foreach (var rows in found)
        {
            if (rows.Slot == first?.Slot)
                continue;
            var place = written.FindIndex(source => source.Slot == rows.Slot);
            if (place <= behind || (!rows.IsSingle && !rows.IsInKeyOrder))
                return false;
            if (!rows.IsSingle)
                behind = place;
        }

        return true;
    }

    /// <summary>The rows that a plan loops over, from the outermost on.</summary>
    /// <returns>Whether it does nothing else.</returns>
    private static bool Flatten(Plan plan, List<FoundRows> found)
    {
        switch (plan)
        {
            case FilterPlan:
                return Flatten(plan.Inputs[0], found);
            case NestedLoopPlan { IsOuter: false }:
                return Flatten(plan.Inputs[0], found) && Flatten(plan.Inputs[1], found);
            case ScanPlan { Slots: [var slot] } scan:
                found.Add(new(slot, scan.IsSingle, scan.IsInKeyOrder));
                return true;
            case KeyOrderPlan { IsWhole: true, Slots: [var slot] }:
                found.Add(new(slot, false, true));
                return true;
            case HashLookupPlan lookup:
                // Its rows come from the table or, as long as few ask for them, as they are sought: in order only where both ways give it.
                var ways = new List<FoundRows>();
                if (!lookup.Inputs.All(input => Flatten(input, ways)) || ways.Count != lookup.Inputs.Count)
                    return false;
                found.Add(new(
                    ways[0].Slot,
                    ways.Exists(static way => way.IsSingle),
                    ways.TrueForAll(static way => way.IsSingle || way.IsInKeyOrder)));
                return true;
            default:
                return false;
        }
    }

    /// <summary>What is found of a source for each row before.</summary>
    private readonly record struct FoundRows(int Slot, bool IsSingle, bool IsInKeyOrder);
}
