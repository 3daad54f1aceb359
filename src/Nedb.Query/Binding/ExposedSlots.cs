namespace Nedb.Query.Binding;

/// <summary>The slots that each row of a source sets, and that an outer join clears.</summary>
internal static class ExposedSlots
{
    public static void Add(BoundSource source, List<int> slots)
    {
        switch (source)
        {
            case BoundCollectionSource collection:
                slots.Add(collection.Slot);
                if (collection.HistorySlot >= 0)
                    slots.Add(collection.HistorySlot);
                break;
            case BoundValuesSource values:
                slots.Add(values.Slot);
                break;
            case BoundFunctionSource function:
                slots.Add(function.Slot);
                break;
            case BoundQuerySource query:
                Add(query.Query, slots);
                break;
            case BoundJoinSource join:
                Add(join.Left, slots);
                Add(join.Right, slots);
                break;
        }
    }

    public static void Add(BoundQuery query, List<int> slots)
    {
        if (query.RowSlot >= 0)
        {
            slots.Add(query.RowSlot);
            return;
        }

        if (query is not BoundSelect select)
            return;
        if (select.IsGrouped)
            slots.Add(select.GroupSlot);
        else if (select.Trace is { } trace)
            slots.Add(trace.Slot);
        else if (select.Traverse is { } traverse)
            slots.Add(traverse.Slot);
        else if (select.From is not null)
            Add(select.From, slots);
        if (select.WindowSlot >= 0)
            slots.Add(select.WindowSlot);
    }
}
