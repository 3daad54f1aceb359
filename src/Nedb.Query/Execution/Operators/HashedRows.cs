using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Operators;

/// <summary>Rows by the values of their keys; rows of equal keys are chained in the order in which they came.</summary>
internal sealed class HashedRows(int[] slots, Evaluator[] keys, bool[] nullsMatch)
{
    private readonly RowBuffer _rows = new(slots);
    private readonly ValueTable _table = new(keys.Length);
    private readonly List<int> _first = [];
    private readonly List<int> _last = [];
    private readonly List<int> _next = [];
    private readonly NedbValue[] _scratch = new NedbValue[keys.Length];

    public int Count => _rows.Count;

    /// <summary>Adds the present row, even if its keys can match nothing: a full join shows it all the same.</summary>
    public void Add(Frame frame)
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
        if (!TryEvaluate(frame, probeKeys))
            return -1;
        var entry = _table.Find(_scratch);
        return entry < 0 ? -1 : _first[entry];
    }

    /// <summary>The next row with the same keys, or -1.</summary>
    public int NextOf(int row) => _next[row];

    public void Restore(Frame frame, int row) => _rows.Restore(frame, row);

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
