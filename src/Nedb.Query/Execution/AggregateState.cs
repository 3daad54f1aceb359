using Nedb.Query.Execution.Operators;
using Nedb.Query.Functions;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution;

/// <summary>What an aggregate has seen of one group: the function's own state, behind FILTER, DISTINCT and ORDER BY.</summary>
internal sealed class AggregateState
{
    private readonly Aggregate _aggregate;
    private readonly Accumulator _accumulator;
    private readonly NedbValue[] _arguments;
    private readonly ValueTable? _seen;
    private readonly SortedKeys? _keys;
    private readonly List<NedbValue[]> _ordered = [];

    public AggregateState(Aggregate aggregate)
    {
        _aggregate = aggregate;
        _accumulator = aggregate.Function.CreateAccumulator();
        _arguments = aggregate.Arguments.Length == 0 ? [] : new NedbValue[aggregate.Arguments.Length];
        _seen = aggregate.IsDistinct ? new(1) : null;
        // Where the order of rows cannot change the result, putting them into one would be for nothing.
        _keys = aggregate.OrderBy.Length > 0 && aggregate.Function.DependsOnOrder ? new(aggregate.OrderBy) : null;
    }

    /// <summary>Takes the present row.</summary>
    public void Add(Frame frame)
    {
        if (_aggregate.Filter is { } filter && !filter.EvaluateBoolean(frame))
            return;
        for (var i = 0; i < _arguments.Length; i++)
            _aggregate.Arguments[i].Evaluate(frame, out _arguments[i]);
        if (_seen is not null)
        {
            _seen.FindOrAdd(_arguments.AsSpan(0, 1), out var isNew);
            if (!isNew)
                return;
        }

        if (_keys is null)
        {
            _accumulator.Add(_arguments);
            return;
        }

        _keys.TryAdd(frame);
        _ordered.Add([.. _arguments]);
    }

    public NedbValue Result()
    {
        if (_keys is null)
            return _accumulator.GetResult();
        var accumulator = _aggregate.Function.CreateAccumulator();
        foreach (var row in _keys.Sort())
            accumulator.Add(_ordered[row]);
        return accumulator.GetResult();
    }
}
