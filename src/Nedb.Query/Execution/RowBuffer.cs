namespace Nedb.Query.Execution;

/// <summary>Rows kept as references to what lies in their slots: no column is copied.</summary>
internal sealed class RowBuffer(int[] slots)
{
    private readonly List<object?> _items = [];

    public int Count { get; private set; }

    public void Add(Frame frame)
    {
        foreach (var slot in slots)
            _items.Add(frame.Slots[slot]);
        Count++;
    }

    public void Restore(Frame frame, int row)
    {
        var start = row * slots.Length;
        for (var i = 0; i < slots.Length; i++)
            frame.Slots[slots[i]] = _items[start + i];
    }

    public void RestoreNull(Frame frame)
    {
        foreach (var slot in slots)
            frame.Slots[slot] = null;
    }

    /// <summary>Keeps only the rows named, in that order.</summary>
    public void Keep(ReadOnlySpan<int> rows)
    {
        var kept = new object?[rows.Length * slots.Length];
        for (var i = 0; i < rows.Length; i++)
            for (var j = 0; j < slots.Length; j++)
                kept[(i * slots.Length) + j] = _items[(rows[i] * slots.Length) + j];
        _items.Clear();
        _items.AddRange(kept);
        Count = rows.Length;
    }

    public void Clear()
    {
        _items.Clear();
        Count = 0;
    }
}
