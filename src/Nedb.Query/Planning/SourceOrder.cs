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
    public static bool IsKept(Plan plan, List<BoundCollectionSource> written)
    {
        var scans = new List<ScanPlan>();
        if (!Flatten(plan, scans))
            return false;
        var behind = -1; // the place, as written, of the last source with several rows
        foreach (var scan in scans)
        {
            var place = written.FindIndex(source => scan.Slots is [var slot] && source.Slot == slot);
            if (place <= behind || (!scan.IsSingle && !scan.IsInKeyOrder))
                return false;
            if (!scan.IsSingle)
                behind = place;
        }

        return true;
    }

    /// <summary>The scans that a plan loops over, from the outermost on.</summary>
    /// <returns>Whether it does nothing else.</returns>
    private static bool Flatten(Plan plan, List<ScanPlan> scans)
    {
        switch (plan)
        {
            case FilterPlan:
                return Flatten(plan.Inputs[0], scans);
            case NestedLoopPlan { IsOuter: false }:
                return Flatten(plan.Inputs[0], scans) && Flatten(plan.Inputs[1], scans);
            case ScanPlan scan:
                scans.Add(scan);
                return true;
            default:
                return false;
        }
    }
}
