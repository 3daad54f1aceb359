namespace Nedb.Query.Binding;

/// <summary>One block of clauses.</summary>
internal sealed class BoundSelect : BoundQuery
{
    /// <summary>Where the rows come from; null for one row without columns.</summary>
    public BoundSource? From { get; set; }

    /// <summary>What must all be true of a row.</summary>
    public List<BoundExpression> Where { get; set; } = [];

    /// <summary>TRAVERSE; null without.</summary>
    public BoundTraversal? Traverse { get; set; }

    /// <summary>TRACE; null without.</summary>
    public BoundTrace? Trace { get; set; }

    /// <summary>The slot of the rows of groups; -1 where rows are not grouped.</summary>
    public int GroupSlot { get; set; } = -1;

    public List<BoundExpression> GroupKeys { get; set; } = [];

    public List<BoundAggregate> Aggregates { get; set; } = [];

    /// <summary>What must all be true of a group.</summary>
    public List<BoundExpression> Having { get; set; } = [];

    /// <summary>The slot of the results of window functions; -1 where there are none.</summary>
    public int WindowSlot { get; set; } = -1;

    public List<BoundWindow> Windows { get; set; } = [];

    public bool IsDistinct { get; set; }

    public bool IsGrouped => GroupSlot >= 0;

    /// <summary>Whether each row of the result is a row of the sources.</summary>
    public bool KeepsRows => !IsGrouped && !IsDistinct && Trace is null && Traverse is null;

    public override bool GivesDocumentsOnce => Trace is null && Traverse is null && From is { GivesDocumentsOnce: true };

    public override void MapExpressions(Func<BoundExpression, BoundExpression> map)
    {
        base.MapExpressions(map);
        From?.MapExpressions(map);
        Trace?.MapExpressions(map);
        MapList(Where, map);
        MapList(GroupKeys, map);
        MapList(Having, map);
        for (var i = 0; i < Aggregates.Count; i++)
            Aggregates[i] = (BoundAggregate)Aggregates[i].MapChildren(map);
        for (var i = 0; i < Windows.Count; i++)
            Windows[i] = (BoundWindow)Windows[i].MapChildren(map);
    }

    public override void AddSlots(HashSet<int> slots)
    {
        From?.AddSlots(slots);
        foreach (var slot in (ReadOnlySpan<int>)[GroupSlot, WindowSlot, RowSlot, Traverse?.Slot ?? -1, Trace?.Slot ?? -1])
            if (slot >= 0)
                slots.Add(slot);
    }
}
