using Nedb.Query.Execution.Batches;
using Nedb.Query.Execution.Operators;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Spills;

/// <summary>About how much memory rows take that are kept as references to what lies in their slots.</summary>
internal sealed class RowGauge(int[] slots)
{
    private const int TracedBytes = 40;

    private readonly RowMeter _versions = new();
    private readonly object?[] _last = new object?[slots.Length];
    private long _bytes;

    /// <summary>The bytes that all rows so far keep in memory, their references included.</summary>
    public long Bytes => _versions.Bytes + _bytes;

    /// <summary>Counts the row that the slots of a frame hold.</summary>
    public void Add(Frame frame)
    {
        for (var i = 0; i < slots.Length; i++)
            Add(i, frame.Slots[slots[i]]);
        _bytes += 2 * sizeof(long) * (long)slots.Length;
    }

    /// <summary>Counts the rows of a batch.</summary>
    public void AddAll(RowBatch batch)
    {
        for (var i = 0; i < slots.Length; i++)
        {
            foreach (ref readonly var row in batch.Rows(slots[i]))
            {
                if (row.IsMade)
                    Add(i, row.Read());
                else
                    _versions.Add(in row);
            }
        }

        _bytes += 2 * sizeof(long) * (long)slots.Length * batch.Count;
    }

    /// <summary>Forgets all rows.</summary>
    public void Clear()
    {
        _versions.Clear();
        Array.Clear(_last);
        _bytes = 0;
    }

    private void Add(int place, object? item)
    {
        // A row of one side of a join is held by all its pairs.
        if (item is null || ReferenceEquals(item, _last[place]))
            return;
        _last[place] = item;
        if (item is NedbValue[] values)
        {
            _bytes += ValueSize.Of(values);
        }
        else if (item is TraceNode node)
        {
            _bytes += TracedBytes;
            _versions.Add(node.Version);
        }
        else
        {
            _versions.Add(item);
        }
    }
}
