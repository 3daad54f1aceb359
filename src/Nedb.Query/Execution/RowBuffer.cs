namespace Nedb.Query.Execution;

/// <summary>
/// Rows kept as references to what lies in their slots: no column is copied. They lie in pieces of a bounded size, so that no reference is
/// copied as their number grows.
/// </summary>
internal sealed class RowBuffer(int[] slots)
{
    // So large that the collector does not move the pieces of many rows.
    private const int PieceBits = 14;
    private const int PieceRows = 1 << PieceBits;
    private const int FirstRows = 4;

    private readonly List<object?[]> _pieces = [];

    public int Count { get; private set; }

    public void Add(Frame frame)
    {
        var items = Reserve();
        var start = (Count & (PieceRows - 1)) * slots.Length;
        for (var i = 0; i < slots.Length; i++)
            items[start + i] = frame.Slots[slots[i]];
        Count++;
    }

    public void Restore(Frame frame, int row)
    {
        var items = _pieces[row >> PieceBits];
        var start = (row & (PieceRows - 1)) * slots.Length;
        for (var i = 0; i < slots.Length; i++)
            frame.Slots[slots[i]] = items[start + i];
    }

    public void RestoreNull(Frame frame)
    {
        foreach (var slot in slots)
            frame.Slots[slot] = null;
    }

    /// <summary>Keeps only the rows named, in that order.</summary>
    public void Keep(ReadOnlySpan<int> rows)
    {
        object?[][] from = [.. _pieces];
        Clear();
        foreach (var row in rows)
        {
            var source = (row & (PieceRows - 1)) * slots.Length;
            var items = Reserve();
            var start = (Count & (PieceRows - 1)) * slots.Length;
            from[row >> PieceBits].AsSpan(source, slots.Length).CopyTo(items.AsSpan(start));
            Count++;
        }
    }

    public void Clear()
    {
        _pieces.Clear();
        Count = 0;
    }

    /// <summary>The piece that the next row goes to, with room for it.</summary>
    private object?[] Reserve()
    {
        var piece = Count >> PieceBits;
        if (piece == _pieces.Count)
            _pieces.Add(new object?[(piece == 0 ? FirstRows : PieceRows) * slots.Length]);
        var items = _pieces[piece];
        var place = Count & (PieceRows - 1);
        if ((place + 1) * slots.Length <= items.Length)
            return items;
        Array.Resize(ref items, Math.Min(2 * place, PieceRows) * slots.Length);
        return _pieces[piece] = items;
    }
}
