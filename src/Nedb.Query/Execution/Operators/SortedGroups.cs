using Nedb.Query.Execution.Batches;
using Nedb.Query.Execution.Spills;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Operators;

/// <summary>
/// Groups of rows that memory has no room for: the rows are ordered by their keys, and one group after the other is computed. Without keys
/// there is one group, and nothing to be ordered.
/// </summary>
internal sealed class SortedGroups
{
    private readonly StepMemory _memory;
    private readonly Evaluator[] _keys;
    private readonly Aggregate[] _aggregates;
    private readonly RowSorter? _rows;
    private AggregateState[] _states = [];
    private NedbValue[]? _ahead; // the group that has begun
    private bool _hasMore;

    /// <param name="memory">Counts what is held.</param>
    /// <param name="reader">Gives the rows; all of them are read.</param>
    /// <param name="slots">The slots that they set.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="aggregates">The aggregates.</param>
    public SortedGroups(StepMemory memory, BatchReader reader, int[] slots, Evaluator[] keys, Aggregate[] aggregates)
    {
        _memory = memory;
        _keys = keys;
        _aggregates = aggregates;
        if (keys.Length == 0)
        {
            Begin();
            Read(reader, Add);
            return;
        }

        _rows = new(memory.Fork(), slots);
        Read(reader, Store);
        if (_rows.MoveNext())
            Begin();
        if (_ahead is not null)
            Add();
    }

    /// <summary>The next group: its keys, then the results.</summary>
    public bool TryRead(out NedbValue[] group)
    {
        group = _ahead ?? [];
        if (_ahead is null)
            return false;
        _ahead = null;
        if (_rows is not null)
            ReadGroup();
        var states = _states;
        for (var i = 0; i < states.Length; i++)
        {
            group[_keys.Length + i] = states[i].Result();
            states[i].Release();
        }

        if (_hasMore)
        {
            Begin();
            Add();
        }

        return true;
    }

    private void ReadGroup()
    {
        var key = _rows!.PresentKey.ToArray();
        while (_hasMore = _rows.MoveNext())
        {
            if (!_rows.PresentKey.SequenceEqual(key))
                return;
            Add();
        }
    }

    private void Read(BatchReader reader, Action take)
    {
        while (reader.Read())
        {
            for (var row = 0; row < reader.Batch.Count; row++)
            {
                _memory.Frame.Tick();
                reader.Batch.Restore(_memory.Frame, row);
                take();
            }
        }
    }

    private void Store()
    {
        foreach (var key in _keys)
        {
            key.Evaluate(_memory.Frame, out var value);
            _rows!.Key.WriteKey(in value);
        }

        _rows!.Add();
    }

    /// <summary>Begins a group with the keys of the row that the slots hold.</summary>
    private void Begin()
    {
        _ahead = new NedbValue[_keys.Length + _aggregates.Length];
        for (var i = 0; i < _keys.Length; i++)
            _keys[i].Evaluate(_memory.Frame, out _ahead[i]);
        _states = Array.ConvertAll(_aggregates, aggregate => new AggregateState(aggregate, _memory.Fork()));
    }

    private void Add()
    {
        foreach (var state in _states)
            state.Add(_memory.Frame);
    }
}
