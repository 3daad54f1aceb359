using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Batches;

/// <summary>An aggregate with FILTER, ORDER BY or several arguments, which takes one row after the other.</summary>
internal sealed class GroupedRows(Aggregate aggregate) : GroupedAggregate
{
    // A state with its accumulator.
    private const long StateBytes = 200;

    private AggregateState[] _states = [new(aggregate)];
    private int _count = 1;
    private long _held;

    public override void Add(Frame frame, RowBatch batch, ReadOnlySpan<int> groups, Vector? argument, int groupCount)
    {
        Grow(ref _states, groupCount);
        for (; _count < groupCount; _count++)
            _states[_count] = new(aggregate);
        for (var row = 0; row < groups.Length; row++)
        {
            batch.Restore(frame, row);
            var state = _states[groups[row]];
            _held -= state.Bytes;
            state.Add(frame);
            _held += state.Bytes;
        }
    }

    public override void Clear()
    {
        _states = [new(aggregate)];
        _count = 1;
        _held = 0;
    }

    public override long BytesOf(int groups) => (StateBytes * groups) + _held;

    public override NedbValue Result(int group) => _states[group].Result();
}
