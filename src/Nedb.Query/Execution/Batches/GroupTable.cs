using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Batches;

/// <summary>Groups of rows: what their keys are, and what each aggregate has seen of them.</summary>
internal sealed class GroupTable
{
    private readonly Evaluator[] _keys;
    private readonly Aggregate[] _aggregates;
    private readonly KeyTable _table;
    private readonly GroupedAggregate[] _states;
    private readonly Dictionary<Evaluator, Vector> _arguments = new(ReferenceEqualityComparer.Instance);
    private readonly int[] _groups = new int[RowBatch.Most];

    public GroupTable(Evaluator[] keys, Aggregate[] aggregates)
    {
        _keys = keys;
        _aggregates = aggregates;
        _table = new(keys);
        _states = Array.ConvertAll(aggregates, aggregate => GroupedAggregate.Create(aggregate, keys.Length == 0));
        for (var i = 0; i < _states.Length; i++)
            if (_states[i] is GroupedValues { Function.Name: "avg" } mean && FindSum(mean.Argument) is { } sum)
                _states[i] = new GroupedMean(sum);
        foreach (var state in _states)
            if (state.Argument is { } argument)
                _arguments.TryAdd(argument, new());
    }

    /// <summary>Takes the rows of a batch.</summary>
    public void Add(Frame frame, RowBatch batch)
    {
        var groups = _groups.AsSpan(0, batch.Count);
        _table.AddAll(frame, batch, groups);
        foreach (var (argument, vector) in _arguments)
            argument.Fill(frame, batch, vector);
        foreach (var state in _states)
            state.Add(frame, batch, groups, state.Argument is { } argument ? _arguments[argument] : null, _table.Count);
    }

    /// <summary>Whether every value stayed of the one kind that it was taken for, so that equal keys are the same.</summary>
    public bool CanMerge { get; private set; } = true;

    /// <summary>Takes what another table has taken.</summary>
    public void Merge(GroupTable other)
    {
        CanMerge &= other.CanMerge && !_table.HasMixed && !other._table.HasMixed;
        if (!CanMerge)
            return;
        var key = new NedbValue[_keys.Length];
        var groups = new int[other._table.Count];
        for (var group = 0; group < groups.Length; group++)
        {
            other._table.CopyTo(group, key);
            groups[group] = _table.Add(key);
        }

        for (var i = 0; i < _states.Length; i++)
            _states[i].Merge(other._states[i], groups, _table.Count);
        CanMerge = !_table.HasMixed;
    }

    /// <summary>The keys and results of every group, in the order of the keys.</summary>
    public NedbValue[][] Rows()
    {
        var rows = new NedbValue[_table.Count][];
        for (var group = 0; group < rows.Length; group++)
        {
            var row = rows[group] = new NedbValue[_keys.Length + _aggregates.Length];
            _table.CopyTo(group, row);
            for (var i = 0; i < _states.Length; i++)
                row[_keys.Length + i] = _states[i].Result(group);
        }

        if (rows.Length > 1)
            Array.Sort(rows, Compare);
        return rows;
    }

    private GroupedValues? FindSum(Evaluator argument) => Array.Find(
        _states, state => state is GroupedValues { Function.Name: "sum" } sum && ReferenceEquals(sum.Argument, argument)) as GroupedValues;

    private int Compare(NedbValue[] left, NedbValue[] right)
    {
        for (var i = 0; i < _keys.Length; i++)
        {
            var order = ValueComparer.Compare(in left[i], in right[i]);
            if (order != 0)
                return order;
        }

        return 0;
    }
}
