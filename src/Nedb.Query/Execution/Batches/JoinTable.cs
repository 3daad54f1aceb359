using Nedb.Query.Execution.Spills;

namespace Nedb.Query.Execution.Batches;

/// <summary>
/// Rows by the values of their keys; rows of equal keys are chained in the order in which they came. What the memory has no room for lies
/// in a file.
/// </summary>
internal sealed class JoinTable(StepMemory memory, int[] slots, Evaluator[] keys, bool[] nullsMatch)
{
    private readonly RowGauge _gauge = new(slots);
    private KeyTable _table = new(keys);
    private RowColumns _rows = new(slots);
    private SpilledJoin? _spilled;
    private readonly int[] _ordinals = new int[RowBatch.Most];
    private int[] _first = [];
    private int[] _last = [];
    private int[] _next = [];

    /// <summary>Whether there are no rows.</summary>
    public bool IsEmpty => _spilled is null && _rows.Count == 0;

    private long Bytes => _gauge.Bytes + _table.Bytes + (sizeof(int) * ((long)_next.Length + (2 * _first.Length)));

    /// <summary>Adds the rows of a batch.</summary>
    public void AddAll(Frame frame, RowBatch batch)
    {
        if (_spilled is not null)
        {
            for (var i = 0; i < batch.Count; i++)
            {
                batch.Restore(frame, i);
                _spilled.Add(frame);
            }

            return;
        }

        AddHeld(frame, batch);
        _gauge.AddAll(batch);
        if (memory.Hold(Bytes))
            Spill(frame);
    }

    /// <summary>Says that no more rows come.</summary>
    public void Complete() => _spilled?.Complete();

    /// <summary>The same rows, for the thread of a frame.</summary>
    public JoinTable Fork(Frame frame) =>
        _spilled is null ? this : new(memory, slots, keys, nullsMatch) { _spilled = _spilled.Fork(frame) };

    private void Spill(Frame frame)
    {
        var rows = new SpilledJoin(memory.Fork(), slots, keys, nullsMatch);
        for (var row = 0; row < _rows.Count; row++)
        {
            _rows.Restore(frame, row);
            rows.Add(frame);
        }

        _spilled = rows;
        _table = new(keys);
        _rows = new(slots);
        _first = _last = _next = [];
        _gauge.Clear();
        memory.Hold(0);
    }

    private void AddHeld(Frame frame, RowBatch batch)
    {
        var ordinals = _ordinals.AsSpan(0, batch.Count);
        _table.AddAll(frame, batch, ordinals);
        var row = _rows.Count;
        _rows.AddAll(batch);
        if (_next.Length < _rows.Count)
            Array.Resize(ref _next, Math.Max(_rows.Count, _next.Length * 2));
        var known = _first.Length;
        if (known < _table.Count)
        {
            Array.Resize(ref _first, Math.Max(_table.Count, known * 2));
            Array.Resize(ref _last, _first.Length);
            Array.Fill(_first, -1, known, _first.Length - known);
        }

        foreach (var ordinal in ordinals)
        {
            _next[row] = -1;
            if (_first[ordinal] < 0)
                _first[ordinal] = row;
            else
                _next[_last[ordinal]] = row;
            _last[ordinal] = row++;
        }
    }

    /// <summary>The first row with the keys that the frame gives, or -1.</summary>
    public int Find(Frame frame, Evaluator[] probeKeys)
    {
        if (_spilled is not null)
            return _spilled.Find(frame, probeKeys);
        var ordinal = _table.Find(frame, probeKeys, nullsMatch);
        return ordinal < 0 ? -1 : _first[ordinal];
    }

    /// <summary>For each row of a batch the first row with the keys that it gives, or -1.</summary>
    public void FindAll(Frame frame, RowBatch batch, Evaluator[] probeKeys, Span<int> rows)
    {
        if (_spilled is not null)
        {
            _spilled.FindAll(frame, batch, probeKeys, rows);
            return;
        }

        _table.FindAll(frame, batch, probeKeys, nullsMatch, rows);
        for (var i = 0; i < rows.Length; i++)
            if (rows[i] >= 0)
                rows[i] = _first[rows[i]];
    }

    /// <summary>The next row with the same keys, or -1.</summary>
    public int NextOf(int row) => _spilled?.NextOf(row) ?? _next[row];

    /// <summary>Puts a row into the slots of a frame.</summary>
    public void Restore(Frame frame, int row)
    {
        if (_spilled is null)
            _rows.Restore(frame, row);
        else
            _spilled.Restore(frame, row);
    }

    /// <summary>Puts a row at the end of a batch; the caller counts it.</summary>
    public void Copy(int row, RowBatch batch)
    {
        if (_spilled is null)
            _rows.Copy(row, batch);
        else
            _spilled.Copy(row, batch);
    }
}
