using Nedb.Query.Diagnostics;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Batches;

/// <summary>Groups of rows: what their keys are, and what each aggregate has seen of them.</summary>
internal sealed class GroupTable
{
    private readonly Evaluator[] _keys;
    private readonly Aggregate[] _aggregates;
    private readonly KeyTable _table;
    private readonly GroupedAggregate[] _states;
    private readonly Evaluator?[] _arguments; // of each aggregate; those of an earlier one are not computed again
    private readonly Vector?[] _vectors; // of each aggregate, one for equal arguments
    private int[] _groups = [];

    public GroupTable(Evaluator[] keys, Aggregate[] aggregates)
    {
        (_keys, _aggregates) = (keys, aggregates);
        _table = new(keys, isShown: true);
        _states = Array.ConvertAll(aggregates, aggregate => GroupedAggregate.Create(aggregate, keys.Length == 0));
        for (var i = 0; i < _states.Length; i++)
            if (_states[i] is GroupedSums { IsSum: false } mean && FindSum(mean.Argument) is { } sum)
                _states[i] = new GroupedMean(sum);
        _arguments = new Evaluator?[_states.Length];
        _vectors = new Vector?[_states.Length];
        for (var i = 0; i < _states.Length; i++)
        {
            if (_states[i].Argument is not { } argument)
                continue;
            var same = Array.FindIndex(_states, 0, i, state => ReferenceEquals(state.Argument, argument));
            _arguments[i] = same < 0 ? argument : null;
            _vectors[i] = same < 0 ? new() : _vectors[same];
        }
    }

    /// <summary>Takes the rows of a batch.</summary>
    public void Add(Frame frame, RowBatch batch)
    {
        if (_groups.Length < batch.Count)
            _groups = new int[batch.Capacity];
        var groups = _groups.AsSpan(0, batch.Count);
        _table.AddAll(frame, batch, groups);
        for (var i = 0; i < _states.Length; i++)
            if (_arguments[i] is { } argument)
                argument.Fill(frame, batch, _vectors[i]!);
        var at = 0;
        try
        {
            for (; at < _states.Length; at++)
                _states[at].Add(frame, batch, groups, _vectors[at], _table.Count);
        }
        catch (NqlException failure) when (failure.Line == 0)
        {
            throw _aggregates[at].Place.Place(failure);
        }
    }

    /// <summary>About how much memory the groups take.</summary>
    public long Bytes
    {
        get
        {
            var bytes = _table.Bytes;
            foreach (var state in _states)
                bytes += state.BytesOf(_table.Count);
            return bytes;
        }
    }

    /// <summary>Whether every value stayed of the one kind that it was taken for, so that equal keys, and equal results, are the
    /// same.</summary>
    public bool CanMerge { get; private set; } = true;

    /// <summary>Takes what another table has taken.</summary>
    public void Merge(GroupTable other)
    {
        CanMerge &= other.CanMerge && !_table.HasMixed && !other._table.HasMixed;
        if (!CanMerge)
            return;
        var groups = new int[other._table.Count];
        _table.AddAll(other._table, groups);
        var at = 0;
        try
        {
            for (; at < _states.Length; at++)
                _states[at].Merge(other._states[at], groups, _table.Count);
        }
        catch (NqlException failure) when (failure.Line == 0)
        {
            throw _aggregates[at].Place.Place(failure);
        }

        CanMerge = !_table.HasMixed && !Array.Exists(_states, static state => state.HasTie);
    }

    /// <summary>Forgets all rows.</summary>
    public void Clear()
    {
        _table.Clear();
        foreach (var state in _states)
            state.Clear();
        CanMerge = true;
    }

    /// <summary>Gives the memory back; the table is not to be used any more.</summary>
    public void Release()
    {
        _table.Release();
        foreach (var state in _states)
            state.Release();
    }

    /// <summary>The groups, in the order of their keys.</summary>
    public int[] Order(Frame frame) => _table.Order(frame);

    /// <summary>Writes the keys and the results of a group.</summary>
    public void CopyTo(int group, Span<NedbValue> row)
    {
        _table.CopyTo(group, row);
        var at = 0;
        try
        {
            for (; at < _states.Length; at++)
                row[_keys.Length + at] = _aggregates[at].Check(_states[at].Result(group));
        }
        catch (NqlException failure) when (failure.Line == 0)
        {
            throw _aggregates[at].Place.Place(failure);
        }
    }

    private GroupedSums? FindSum(Evaluator argument) => Array.Find(
        _states, state => state is GroupedSums { IsSum: true } sum && ReferenceEquals(sum.Argument, argument)) as GroupedSums;
}
