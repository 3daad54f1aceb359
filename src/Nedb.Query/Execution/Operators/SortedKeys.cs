using Nedb.Query.Execution.Batches;
using Nedb.Query.Execution.Spills;
using Nedb.Storage.Scratch;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Operators;

/// <summary>The keys of rows that are being ordered, row by row in one array.</summary>
internal sealed class SortedKeys(SortKey[] keys)
{
    private const int LeastRows = 16;

    private NedbValue[] _values = new NedbValue[keys.Length * LeastRows];
    private int _count;
    private int _worst = -1;
    private long _beside;

    /// <summary>About how much memory the keys take.</summary>
    public long Bytes => (ValueSize.ValueBytes * (long)_values.Length) + _beside;

    public void Clear()
    {
        // What many rows once took is not kept.
        if (_values.Length > keys.Length * LeastRows)
            _values = new NedbValue[keys.Length * LeastRows];
        _count = 0;
        _worst = -1;
        _beside = 0;
    }

    /// <summary>Writes the keys of a row so that their bytes are in the order that is wanted.</summary>
    public void Write(int row, ScratchWriter writer)
    {
        for (var i = 0; i < keys.Length; i++)
            writer.WriteKey(in _values[(row * keys.Length) + i], keys[i].IsDescending);
    }

    /// <summary>Computes and keeps the keys of the present row, unless it is already known to come after all the rows that are
    /// wanted.</summary>
    public bool TryAdd(Frame frame)
    {
        var start = _count * keys.Length;
        if (start + keys.Length > _values.Length)
            Array.Resize(ref _values, Math.Max(_values.Length * 2, start + keys.Length));
        for (var i = 0; i < keys.Length; i++)
            keys[i].Value.Evaluate(frame, out _values[start + i]);
        if (_worst >= 0 && Compare(_count, _worst) >= 0)
            return false;
        _beside += ValueSize.Beside(_values.AsSpan(start, keys.Length));
        _count++;
        return true;
    }

    /// <summary>Marks the rows of a batch that may be wanted, as far as their first key tells at a glance.</summary>
    /// <returns>Whether any is known not to be.</returns>
    public bool TryMark(Frame frame, RowBatch batch, Span<bool> marks)
    {
        if (_worst < 0)
            return false;
        var vector = frame.RentVector();
        keys[0].Value.Fill(frame, batch, vector);
        var isAnyOut = FirstKeyMarks.TryMark(
            vector, in _values[_worst * keys.Length], keys[0].IsDescending, isOnly: keys.Length == 1, marks);
        frame.ReturnVector(vector);
        return isAnyOut;
    }

    /// <summary>The numbers of the rows, first to last.</summary>
    public int[] Sort(Frame frame)
    {
        var order = new int[_count];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Ordering.Sort(frame, order.AsSpan(), Compare);
        return order;
    }

    /// <summary>Drops all but the best rows. Those left are in order, so the last of them is the one to beat.</summary>
    public ReadOnlySpan<int> KeepBest(Frame frame, int count)
    {
        var order = Sort(frame);
        if (order.Length > count)
            Array.Resize(ref order, count);
        var kept = new NedbValue[Math.Max(_values.Length, count * keys.Length)];
        for (var i = 0; i < order.Length; i++)
            Array.Copy(_values, order[i] * keys.Length, kept, i * keys.Length, keys.Length);
        _values = kept;
        _count = order.Length;
        _beside = ValueSize.Beside(_values.AsSpan(0, _count * keys.Length));
        _worst = order.Length == count ? count - 1 : -1;
        return order;
    }

    private int Compare(int left, int right)
    {
        var leftStart = left * keys.Length;
        var rightStart = right * keys.Length;
        for (var i = 0; i < keys.Length; i++)
        {
            var order = ValueComparer.Compare(in _values[leftStart + i], in _values[rightStart + i]);
            if (order != 0)
                return keys[i].IsDescending ? -order : order;
        }

        return left.CompareTo(right);
    }
}
