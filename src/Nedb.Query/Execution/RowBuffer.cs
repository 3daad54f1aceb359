using Nedb.Query.Execution.Batches;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution;

/// <summary>Rows kept as what their slots hold, or as the places of it: no column is copied.</summary>
internal sealed class RowBuffer(int[] slots)
{
    private readonly PiecedRows<RowHandle> _rows = new(slots.Length);

    public int Count => _rows.Count;

    public void Add(Frame frame)
    {
        var items = _rows.Add();
        for (var i = 0; i < items.Length; i++)
            items[i] = new(frame.Slots[slots[i]]);
    }

    /// <summary>Adds the rows of a batch. Of those that are places no document is made before somebody asks for the row.</summary>
    public void AddAll(RowBatch batch)
    {
        for (var row = 0; row < batch.Count; row++)
        {
            var items = _rows.Add();
            for (var i = 0; i < items.Length; i++)
                items[i] = batch.Column(slots[i])[row];
        }
    }

    public void Restore(Frame frame, int row)
    {
        var items = _rows[row];
        for (var i = 0; i < items.Length; i++)
            frame.Slots[slots[i]] = items[i].Read();
    }

    /// <summary>As <see cref="Restore(Frame, int)"/>, for who needs only fields of one slot.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="row">The row.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="place">What the row holds of it, where that is a place; the frame does not have it then. Else nothing.</param>
    public void Restore(Frame frame, int row, int slot, out RowHandle place)
    {
        place = default;
        var items = _rows[row];
        for (var i = 0; i < items.Length; i++)
            if (slots[i] == slot && !items[i].IsMade)
                place = items[i];
            else
                frame.Slots[slots[i]] = items[i].Read();
    }

    public void RestoreNull(Frame frame)
    {
        foreach (var slot in slots)
            frame.Slots[slot] = null;
    }

    /// <summary>Keeps only the rows named, in that order.</summary>
    public void Keep(ReadOnlySpan<int> rows)
    {
        var kept = new PiecedRows<RowHandle>(slots.Length);
        foreach (var row in rows)
            _rows[row].CopyTo(kept.Add());
        _rows.TakeOver(kept);
    }

    /// <summary>Forgets all rows, and gives their memory back.</summary>
    public void Clear() => _rows.Clear();
}
