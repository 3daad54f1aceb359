using System.Buffers;
using Nedb.Query.Execution.Spills;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Batches;

/// <summary>
/// Rows of keys, each once, numbered in order of arrival. Each key is numbered by itself; two numbers together are numbered again, and so
/// on, so that rows of any kinds and any width are found by their numbers.
/// </summary>
internal sealed class KeyTable
{
    private readonly Evaluator[] _keys;
    private readonly KeyCoder[] _coders;
    private readonly IntegerTable[] _levels;
    private static readonly int[] OneRow = [0];

    private int[] _codes = [];
    private int[] _first = []; // for each number of the first key its row, from 1

    // Of equal values a key keeps the one that came first in any row, and a row shows its own; so where they may differ those are kept.
    private readonly Dictionary<int, NedbValue[]>? _own;
    private long _ownBytes;

    /// <param name="keys">The keys.</param>
    /// <param name="isShown">Whether the values of rows will be asked for.</param>
    public KeyTable(Evaluator[] keys, bool isShown = false)
    {
        _own = isShown && keys.Length > 1 ? [] : null;
        _keys = keys;
        _coders = new KeyCoder[keys.Length];
        _levels = new IntegerTable[keys.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            _coders[i] = new();
            _levels[i] = new();
        }
    }

    /// <summary>How many rows there are; without keys there is one, of no values.</summary>
    public int Count => _levels.Length == 0 ? 1 : _levels[^1].Count;

    /// <summary>How much memory the table takes.</summary>
    public long Bytes
    {
        get
        {
            var bytes = _ownBytes + (sizeof(int) * (long)_first.Length);
            for (var i = 0; i < _levels.Length; i++)
                bytes += _coders[i].Bytes + _levels[i].Bytes;
            return bytes;
        }
    }

    /// <summary>Forgets all rows.</summary>
    public void Clear()
    {
        foreach (var coder in _coders)
            coder.Clear();
        foreach (var level in _levels)
            level.Clear();
        _first = TableArrays.Clear(_first);
        _own?.Clear();
        _ownBytes = 0;
    }

    /// <summary>Gives the memory back; the table is not to be used any more.</summary>
    public void Release()
    {
        foreach (var coder in _coders)
            coder.Release();
        foreach (var level in _levels)
            level.Release();
        TableArrays.Return(_first);
        _first = [];
    }

    /// <summary>Whether any key has values of several kinds.</summary>
    public bool HasMixed => Array.Exists(_coders, static coder => coder.IsMixed);

    /// <summary>The number of a row, which is added if it is new.</summary>
    public int Add(ReadOnlySpan<NedbValue> values)
    {
        var row = 0;
        for (var level = 0; level < _levels.Length; level++)
            row = _levels[level].FindOrAdd(Pair(row, _coders[level].Add(in values[level])));
        return row;
    }

    /// <summary>The numbers of the rows of a batch, which are added where they are new.</summary>
    public void AddAll(Frame frame, RowBatch batch, Span<int> rows)
    {
        var known = Count;
        rows.Clear();
        if (_codes.Length < batch.Count && _keys.Length > 0)
            _codes = new int[batch.Capacity];
        for (var level = 0; level < _keys.Length; level++)
        {
            var vector = frame.RentVector();
            _keys[level].Fill(frame, batch, vector);
            var codes = _codes.AsSpan(0, batch.Count);
            _coders[level].AddAll(vector, codes);
            frame.ReturnVector(vector);
            var table = _levels[level];
            if (level == 0)
                AddFirst(table, codes, rows);
            else
                for (var i = 0; i < codes.Length; i++)
                    rows[i] = table.FindOrAdd(Pair(rows[i], codes[i]));
        }

        if (_own is not null && Count > known && HasMixed)
            KeepOwn(_own, frame, batch, rows, known);
    }

    private void KeepOwn(Dictionary<int, NedbValue[]> own, Frame frame, RowBatch batch, ReadOnlySpan<int> rows, int next)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i] != next)
                continue;
            batch.Restore(frame, i);
            var values = Array.ConvertAll(_keys, key => key.Get(frame));
            own.Add(next++, values);
            _ownBytes += (2 * ValueSize.ObjectBytes) + ValueSize.Of(values);
        }
    }

    /// <summary>The numbers of the rows of another table of as many keys, which are added where they are new.</summary>
    /// <param name="other">The table.</param>
    /// <param name="rows">Receives the numbers.</param>
    public void AddAll(KeyTable other, Span<int> rows)
    {
        // Of each level, which counts the rows as far as its key, the numbers here.
        Span<int> before = [0];
        for (var level = 0; level < _levels.Length; level++)
        {
            var codes = new int[other._coders[level].Count + 1];
            _coders[level].AddAll(other._coders[level], codes);
            var theirs = other._levels[level];
            var found = level == _levels.Length - 1 ? rows : new int[theirs.Count];
            for (var row = 0; row < theirs.Count; row++)
                found[row] = _levels[level].FindOrAdd(Pair(before[(int)(theirs[row] >> 32)], codes[(int)theirs[row]]));
            before = found;
        }

        if (_levels.Length == 0)
            rows.Clear();
    }

    /// <summary>The numbers of all rows, in the order of their keys; nobody is to change them.</summary>
    public int[] Order(Frame frame)
    {
        if (Count < 2)
            return Count == 0 ? [] : OneRow;
        var order = new int[Count];
        for (var row = 0; row < order.Length; row++)
            order[row] = row;
        if (_coders.Length == 1 && !_coders[0].IsMixed && _coders[0].HasIntegers)
        {
            SortIntegers(order);
            return order;
        }

        var values = new NedbValue[order.Length * _keys.Length];
        for (var row = 0; row < order.Length; row++)
            CopyTo(row, values.AsSpan(row * _keys.Length));
        Ordering.Sort(frame, order.AsSpan(), Compare);
        return order;

        int Compare(int left, int right)
        {
            for (var i = 0; i < _keys.Length; i++)
            {
                var found = ValueComparer.Compare(in values[left * _keys.Length + i], in values[right * _keys.Length + i]);
                if (found != 0)
                    return found;
            }

            return 0;
        }
    }

    private void SortIntegers(int[] order)
    {
        var keys = ArrayPool<long>.Shared.Rent(order.Length);
        var first = 0;
        for (var row = 0; row < order.Length; row++)
        {
            var code = (int)_levels[0][row];
            if (code != 0)
            {
                keys[row] = _coders[0].IntegerOf(code);
                continue;
            }

            // Null comes before all numbers.
            (order[0], order[row]) = (row, order[0]);
            (keys[0], keys[row]) = (0, keys[0]);
            first = 1;
        }

        Array.Sort(keys, order, first, order.Length - first);
        ArrayPool<long>.Shared.Return(keys);
    }

    /// <summary>Numbers the rows by their first key, whose numbers are dense: no table needs to be searched.</summary>
    private void AddFirst(IntegerTable table, ReadOnlySpan<int> codes, Span<int> rows)
    {
        if (_first.Length <= _coders[0].Count)
            _first = TableArrays.Extend(_first, 2 * (_coders[0].Count + 1));
        for (var i = 0; i < codes.Length; i++)
        {
            ref var row = ref _first[codes[i]];
            if (row == 0)
                row = table.FindOrAdd(Pair(0, codes[i])) + 1;
            rows[i] = row - 1;
        }
    }

    /// <summary>The numbers of the rows of a batch, as other expressions give them; -1 for one that is not there.</summary>
    /// <param name="frame">The state of the execution.</param>
    /// <param name="batch">The rows.</param>
    /// <param name="keys">What gives the keys.</param>
    /// <param name="nullsMatch">For each key whether null can be found.</param>
    /// <param name="rows">Receives the numbers.</param>
    public void FindAll(Frame frame, RowBatch batch, Evaluator[] keys, bool[] nullsMatch, Span<int> rows)
    {
        rows.Clear();
        Span<int> codes = stackalloc int[batch.Count];
        for (var level = 0; level < keys.Length; level++)
        {
            var vector = frame.RentVector();
            keys[level].Fill(frame, batch, vector);
            _coders[level].FindAll(vector, codes);
            frame.ReturnVector(vector);
            var table = _levels[level];
            var least = nullsMatch[level] ? 0 : 1;
            for (var i = 0; i < codes.Length; i++)
                rows[i] = rows[i] < 0 || codes[i] < least ? -1 : table.Find(Pair(rows[i], codes[i]));
        }
    }

    /// <summary>The number of the row that the frame holds, or -1.</summary>
    public int Find(Frame frame, Evaluator[] keys, bool[] nullsMatch)
    {
        var row = 0;
        for (var level = 0; level < keys.Length; level++)
        {
            keys[level].Evaluate(frame, out var value);
            var code = _coders[level].Find(in value);
            if (code < (nullsMatch[level] ? 0 : 1))
                return -1;
            row = _levels[level].Find(Pair(row, code));
            if (row < 0)
                return -1;
        }

        return row;
    }

    /// <summary>Writes the keys of a row; of equal values those that came first.</summary>
    public void CopyTo(int row, Span<NedbValue> values)
    {
        if (_own is not null && _own.TryGetValue(row, out var own))
        {
            own.CopyTo(values);
            return;
        }

        for (var level = _levels.Length - 1; level >= 0; level--)
        {
            var pair = _levels[level][row];
            values[level] = _coders[level].ValueOf((int)pair);
            row = (int)(pair >> 32);
        }
    }

    private static long Pair(int row, int code) => (long)row << 32 | (uint)code;
}
