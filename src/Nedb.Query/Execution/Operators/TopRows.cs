using Nedb.Query.Execution.Batches;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Operators;

/// <summary>
/// The first rows of an order, of which few are wanted. Keys are computed for whole batches; rows that the first key shows to come after
/// all those kept are not looked at any further, and documents are made of those only that are left in the end. The rows kept stand in a
/// heap, the one to beat on top. Rows with equal keys keep the order of their arrival.
/// </summary>
/// <param name="slots">The slots of the rows.</param>
/// <param name="keys">The keys.</param>
/// <param name="most">How many rows are kept, at least 1.</param>
internal sealed class TopRows(int[] slots, SortKey[] keys, int most)
{
    private static readonly int[] OneRow = [0];

    private readonly NedbValue[] _candidate = new NedbValue[keys.Length];
    private readonly Vector[] _vectors = new Vector[keys.Length];
    private NedbValue[] _values = new NedbValue[Math.Min(most, 16) * keys.Length]; // row by row
    private RowHandle[] _rows = new RowHandle[Math.Min(most, 16) * slots.Length];
    private long[] _arrivals = new long[Math.Min(most, 16)];
    private int[] _heap = new int[Math.Min(most, 16)];
    private int _count;
    private long _arrived;
    private int _part;

    // A part of a scan has fewer rows.
    private const int PartShift = 40;

    /// <summary>How many rows are kept.</summary>
    public int Most => most;

    private bool IsFull => _count == most;

    /// <summary>Forgets all rows.</summary>
    public void Clear()
    {
        _values.AsSpan(0, _count * keys.Length).Clear();
        _rows.AsSpan(0, _count * slots.Length).Clear();
        _arrived = _count = 0;
    }

    /// <summary>Takes the rows of a batch; those that are not wanted are taken out of it.</summary>
    public void Add(Frame frame, RowBatch batch)
    {
        _part = batch.Part;
        for (var i = 0; i < keys.Length; i++)
            _vectors[i] = frame.RentVector();
        keys[0].Value.Fill(frame, batch, _vectors[0]);
        Span<bool> marks = stackalloc bool[batch.Count];
        if (IsFull && TryMark(marks))
        {
            batch.Keep(marks);
            if (batch.Count > 0)
                keys[0].Value.Fill(frame, batch, _vectors[0]);
        }

        if (batch.Count > 0)
        {
            for (var i = 1; i < keys.Length; i++)
                keys[i].Value.Fill(frame, batch, _vectors[i]);
            for (var row = 0; row < batch.Count; row++)
                Add(batch, row);
        }

        foreach (var vector in _vectors)
            frame.ReturnVector(vector);
    }

    /// <summary>Takes the rows that another one kept, of other parts of the same scan.</summary>
    public void Merge(TopRows other)
    {
        foreach (var place in other._heap.AsSpan(0, other._count))
        {
            other._values.AsSpan(place * keys.Length, keys.Length).CopyTo(_candidate);
            if (IsFull && CompareCandidate(other._arrivals[place]) >= 0)
                continue;
            if (!IsFull)
                Grow();
            var at = IsFull ? _heap[0] : _count;
            _candidate.CopyTo(_values, at * keys.Length);
            other._rows.AsSpan(place * slots.Length, slots.Length).CopyTo(_rows.AsSpan(at * slots.Length));
            _arrivals[at] = other._arrivals[place];
            if (IsFull)
            {
                SiftDown(0);
                continue;
            }

            _heap[_count] = at;
            SiftUp(_count++);
        }
    }

    /// <summary>The places of the rows that are kept, first to last; nobody is to change them.</summary>
    public int[] Order()
    {
        if (_count < 2)
            return _count == 0 ? [] : OneRow;
        var order = _heap[.._count];
        Array.Sort(order, Compare);
        return order;
    }

    /// <summary>Puts the row at a place into the slots of a frame.</summary>
    public void Restore(Frame frame, int place)
    {
        for (var i = 0; i < slots.Length; i++)
            frame.Slots[slots[i]] = _rows[place * slots.Length + i].Read();
    }

    private void Add(RowBatch batch, int row)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            _candidate[i] = _vectors[i].Get(row);
            // What is behind a key that already differs decides nothing.
            if (!IsFull)
                continue;
            var order = CompareKey(i, in _candidate[i], in _values[_heap[0] * keys.Length + i]);
            if (order > 0 || (order == 0 && i == keys.Length - 1))
                return;
            if (order == 0)
                continue;
            while (++i < keys.Length)
                _candidate[i] = _vectors[i].Get(row);
        }

        if (IsFull)
        {
            Put(_heap[0], batch, row);
            SiftDown(0);
            return;
        }

        Grow();
        _heap[_count] = _count;
        Put(_count, batch, row);
        SiftUp(_count++);
    }

    private void Put(int place, RowBatch batch, int row)
    {
        _candidate.CopyTo(_values, place * keys.Length);
        for (var i = 0; i < slots.Length; i++)
            _rows[place * slots.Length + i] = batch.Column(slots[i])[row];
        _arrivals[place] = ((long)_part << PartShift) | _arrived++;
    }

    private void Grow()
    {
        if (_count < _heap.Length)
            return;
        var size = Math.Min(most, _count * 2);
        Array.Resize(ref _heap, size);
        Array.Resize(ref _arrivals, size);
        Array.Resize(ref _values, size * keys.Length);
        Array.Resize(ref _rows, size * slots.Length);
    }

    /// <summary>Marks the rows that may be wanted, as far as their first key tells at a glance.</summary>
    /// <returns>Whether any is known not to be.</returns>
    private bool TryMark(Span<bool> marks) => FirstKeyMarks.TryMark(
        _vectors[0], in _values[_heap[0] * keys.Length], keys[0].IsDescending, isOnly: keys.Length == 1, marks);

    private int CompareKey(int key, in NedbValue left, in NedbValue right)
    {
        var order = ValueComparer.Compare(in left, in right);
        return keys[key].IsDescending ? -order : order;
    }

    /// <summary>Compares the candidate, which arrived at some time, with the row to beat.</summary>
    private int CompareCandidate(long arrival)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            var order = CompareKey(i, in _candidate[i], in _values[_heap[0] * keys.Length + i]);
            if (order != 0)
                return order;
        }

        return arrival.CompareTo(_arrivals[_heap[0]]);
    }

    private int Compare(int left, int right)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            var order = CompareKey(i, in _values[left * keys.Length + i], in _values[right * keys.Length + i]);
            if (order != 0)
                return order;
        }

        return _arrivals[left].CompareTo(_arrivals[right]);
    }

    private void SiftUp(int at)
    {
        while (at > 0 && Compare(_heap[(at - 1) / 2], _heap[at]) < 0)
        {
            (_heap[at], _heap[(at - 1) / 2]) = (_heap[(at - 1) / 2], _heap[at]);
            at = (at - 1) / 2;
        }
    }

    private void SiftDown(int at)
    {
        while (2 * at + 1 < _count)
        {
            var child = 2 * at + 1;
            if (child + 1 < _count && Compare(_heap[child + 1], _heap[child]) > 0)
                child++;
            if (Compare(_heap[at], _heap[child]) >= 0)
                return;
            (_heap[at], _heap[child]) = (_heap[child], _heap[at]);
            at = child;
        }
    }
}
