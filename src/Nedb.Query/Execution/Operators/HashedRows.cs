using Nedb.Query.Execution.Spills;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Operators;

/// <summary>
/// Rows by the values of their keys; rows of equal keys are chained in the order in which they came. What the memory has no room for lies
/// in a file.
/// </summary>
internal sealed class HashedRows(StepMemory memory, int[] slots, Evaluator[] keys, bool[] nullsMatch)
{
    // A row has a place in its chain, and perhaps the ends of one.
    private const int ChainBytes = 12;

    private readonly RowBuffer _rows = new(slots);
    private readonly RowGauge _gauge = new(slots);
    private ValueTable _table = new(keys.Length);
    private SpilledJoin? _spilled;
    private readonly List<int> _first = [];
    private readonly List<int> _last = [];
    private readonly List<int> _next = [];
    private readonly NedbValue[] _scratch = new NedbValue[keys.Length];

    public int Count => _spilled?.Count ?? _rows.Count;

    /// <summary>Adds the present row, even if its keys can match nothing: a full join shows it all the same.</summary>
    public void Add(Frame frame)
    {
        if (_spilled is not null)
        {
            _spilled.Add(frame);
            return;
        }

        AddHeld(frame);
        _gauge.Add(frame);
        if (memory.Hold(_gauge.Bytes + _table.Bytes + (ChainBytes * (long)_rows.Count)))
            Spill(frame);
    }

    /// <summary>Says that no more rows come.</summary>
    public void Complete() => _spilled?.Complete();

    /// <summary>The rows that are not marked, in the order in which they came; null where that is the order of their numbers.</summary>
    public OrderedRows? Unmarked(bool[] marks) => _spilled?.Unmarked(marks);

    private void Spill(Frame frame)
    {
        var rows = new SpilledJoin(memory.Fork(), slots, keys, nullsMatch);
        var present = new HeldRow(frame, slots);
        for (var row = 0; row < _rows.Count; row++)
        {
            _rows.Restore(frame, row);
            rows.Add(frame);
        }

        present.Restore();
        _spilled = rows;
        _rows.Clear();
        _gauge.Clear();
        _table = new(keys.Length);
        _first.Clear();
        _last.Clear();
        _next.Clear();
        memory.Hold(0);
    }

    private void AddHeld(Frame frame)
    {
        var row = _rows.Count;
        _rows.Add(frame);
        _next.Add(-1);
        if (!TryEvaluate(frame, keys))
            return;
        var entry = _table.FindOrAdd(_scratch, out var isNew);
        if (isNew)
        {
            _first.Add(row);
            _last.Add(row);
        }
        else
        {
            _next[_last[entry]] = row;
            _last[entry] = row;
        }
    }

    /// <summary>The first row with those keys, or -1.</summary>
    public int Find(Frame frame, Evaluator[] probeKeys)
    {
        if (_spilled is not null)
            return _spilled.Find(frame, probeKeys);
        if (!TryEvaluate(frame, probeKeys))
            return -1;
        var entry = _table.Find(_scratch);
        return entry < 0 ? -1 : _first[entry];
    }

    /// <summary>The next row with the same keys, or -1.</summary>
    public int NextOf(int row) => _spilled?.NextOf(row) ?? _next[row];

    public void Restore(Frame frame, int row)
    {
        if (_spilled is null)
            _rows.Restore(frame, row);
        else
            _spilled.Restore(frame, row);
    }

    private bool TryEvaluate(Frame frame, Evaluator[] evaluators)
    {
        for (var i = 0; i < evaluators.Length; i++)
        {
            evaluators[i].Evaluate(frame, out _scratch[i]);
            if (_scratch[i].IsNull && !nullsMatch[i])
                return false;
        }

        return true;
    }
}
