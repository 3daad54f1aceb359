namespace Nedb.Query.Execution;

/// <summary>Rows kept as references to what lies in their slots: no column is copied.</summary>
internal sealed class RowBuffer(int[] slots)
{
    private PiecedRows<object?> _rows = new(slots.Length);

    public int Count => _rows.Count;

    public void Add(Frame frame)
    {
        var items = _rows.Add();
        for (var i = 0; i < items.Length; i++)
            items[i] = frame.Slots[slots[i]];
    }

    public void Restore(Frame frame, int row)
    {
        var items = _rows[row];
        for (var i = 0; i < items.Length; i++)
            frame.Slots[slots[i]] = items[i];
    }

    public void RestoreNull(Frame frame)
    {
        foreach (var slot in slots)
            frame.Slots[slot] = null;
    }

    /// <summary>Keeps only the rows named, in that order.</summary>
    public void Keep(ReadOnlySpan<int> rows)
    {
        var all = _rows;
        Clear();
        foreach (var row in rows)
            all[row].CopyTo(_rows.Add());
    }

    public void Clear() => _rows = new(slots.Length);
}
