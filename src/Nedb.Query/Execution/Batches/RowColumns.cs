using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Batches;

/// <summary>Any number of rows, kept as references to what lies in their slots.</summary>
internal sealed class RowColumns
{
    private readonly int[] _slots;
    private readonly RowHandle[][] _columns;

    public RowColumns(int[] slots)
    {
        _slots = slots;
        _columns = new RowHandle[slots.Length][];
        Array.Fill(_columns, []);
    }

    /// <summary>How many rows there are.</summary>
    public int Count { get; private set; }

    /// <summary>Adds the row that the slots of a frame hold.</summary>
    public void Add(Frame frame)
    {
        for (var i = 0; i < _slots.Length; i++)
        {
            if (_columns[i].Length == Count)
                Array.Resize(ref _columns[i], Math.Max(8, Count * 2));
            _columns[i][Count] = new(frame.Slots[_slots[i]]);
        }

        Count++;
    }

    /// <summary>Adds the rows of a batch.</summary>
    public void AddAll(RowBatch batch)
    {
        for (var i = 0; i < _slots.Length; i++)
        {
            if (_columns[i].Length < Count + batch.Count)
                Array.Resize(ref _columns[i], Math.Max(Count + batch.Count, _columns[i].Length * 2));
            Array.Copy(batch.Column(_slots[i]), 0, _columns[i], Count, batch.Count);
        }

        Count += batch.Count;
    }

    /// <summary>What a slot holds in a row.</summary>
    public object? Get(int slot, int row) => Read(Array.IndexOf(_slots, slot), row);

    /// <summary>Puts a row into the slots of a frame.</summary>
    public void Restore(Frame frame, int row)
    {
        for (var i = 0; i < _slots.Length; i++)
            frame.Slots[_slots[i]] = Read(i, row);
    }

    /// <summary>Puts a row at the end of a batch; the caller counts it.</summary>
    public void Copy(int row, RowBatch batch)
    {
        for (var i = 0; i < _slots.Length; i++)
            batch.Column(_slots[i])[batch.Count] = _columns[i][row];
    }

    // Several threads may do so at the same time, and then each makes a document of its own.
    private object? Read(int column, int row) => _columns[column][row].Read();
}
