namespace Nedb.Query.Execution.Spills;

/// <summary>The row that some slots hold, to be put back after they were used for others: a step that goes row by row reads its slots again
/// when it goes on.</summary>
internal readonly struct HeldRow
{
    private readonly Frame _frame;
    private readonly int[] _slots;
    private readonly object?[] _items;

    public HeldRow(Frame frame, int[] slots)
    {
        _frame = frame;
        _slots = slots;
        _items = new object?[slots.Length];
        for (var i = 0; i < slots.Length; i++)
            _items[i] = frame.Slots[slots[i]];
    }

    /// <summary>Puts the row back.</summary>
    public void Restore()
    {
        for (var i = 0; i < _slots.Length; i++)
            _frame.Slots[_slots[i]] = _items[i];
    }
}
