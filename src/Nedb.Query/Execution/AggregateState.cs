using Nedb.Query.Diagnostics;
using Nedb.Query.Execution.Operators;
using Nedb.Query.Execution.Spills;
using Nedb.Query.Functions;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution;

/// <summary>What an aggregate has seen of one group: the function's own state, behind FILTER, DISTINCT and ORDER BY.</summary>
internal sealed class AggregateState
{
    private static readonly List<NedbValue[]> NoRows = [];

    private readonly Aggregate _aggregate;
    private readonly Accumulator _accumulator;
    private readonly NedbValue[] _arguments;
    private readonly ValueTable? _seen;
    private readonly SortedKeys? _keys;
    private readonly List<NedbValue[]> _ordered; // where there are keys
    private readonly StepMemory? _memory;
    private long _orderedBytes;
    private LateRows? _late;
    private Frame? _frame;

    /// <param name="aggregate">The aggregate.</param>
    /// <param name="memory">Counts what is held, so that it can be bounded; the result is then asked for once, at the end.</param>
    public AggregateState(Aggregate aggregate, StepMemory? memory = null)
    {
        _memory = memory;
        _aggregate = aggregate;
        _accumulator = aggregate.Function.CreateAccumulator();
        _arguments = aggregate.Arguments.Length == 0 ? [] : new NedbValue[aggregate.Arguments.Length];
        _seen = aggregate.IsDistinct ? new(1) : null;
        // Where the order of rows cannot change the result, putting them into one would be for nothing.
        _keys = aggregate.OrderBy.Length > 0 && aggregate.Function.DependsOnOrder ? new(aggregate.OrderBy) : null;
        _ordered = _keys is null ? NoRows : [];
    }

    /// <summary>Takes the present row.</summary>
    public void Add(Frame frame)
    {
        if (_aggregate.Filter is { } filter && !filter.EvaluateBoolean(frame))
            return;
        for (var i = 0; i < _arguments.Length; i++)
            _aggregate.Arguments[i].Evaluate(frame, out _arguments[i]);
        if (_seen is not null && !IsNew(_seen))
            return;

        if (_keys is null)
        {
            try
            {
                _accumulator.Add(_arguments);
            }
            catch (NqlException failure) when (failure.Line == 0)
            {
                throw _aggregate.Place.Place(failure);
            }

            return;
        }

        _frame = frame;
        _keys.TryAdd(frame);
        _ordered.Add([.. _arguments]);
        _orderedBytes += ValueSize.Of(_ordered[^1]) + sizeof(long);
    }

    /// <summary>About how much memory the rows take that are held.</summary>
    public long Bytes => (_seen?.Bytes ?? 0) + (_keys?.Bytes ?? 0) + _orderedBytes;

    public NedbValue Result()
    {
        try
        {
            return _aggregate.Check(Complete());
        }
        catch (NqlException failure) when (failure.Line == 0)
        {
            throw _aggregate.Place.Place(failure);
        }
    }

    private NedbValue Complete()
    {
        while (_late is not null && _late.TryRead(out var row))
            _accumulator.Add(row);
        if (_keys is null)
            return _accumulator.GetResult();
        var accumulator = _aggregate.Function.CreateAccumulator();
        if (_frame is not null)
            foreach (var row in _keys.Sort(_frame))
                accumulator.Add(_ordered[row]);
        return accumulator.GetResult();
    }

    /// <summary>Says that nothing is held any more.</summary>
    public void Release() => _memory?.Release();

    /// <summary>Whether the argument is the first of its equals; one of which that shows only at the end is not.</summary>
    private bool IsNew(ValueTable seen)
    {
        var argument = _arguments.AsSpan(0, 1);
        if (_late is not null)
        {
            if (seen.Find(argument) < 0)
                _late.Add(argument);
            return false;
        }

        seen.FindOrAdd(argument, out var isNew);
        // What is in an order of its own is held in any case.
        if (isNew && _memory is not null && _keys is null && _memory.Hold(seen.Bytes))
            _late = new(_memory.Fork(), 1);
        return isNew;
    }
}
