using Nedb.Query.Functions;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Batches;

/// <summary>An aggregate of one argument over all rows of a group, of those that are seldom asked for: an object for each group.</summary>
internal sealed class GroupedValues(Aggregate aggregate) : GroupedAggregate
{
    private Accumulator[] _accumulators = [aggregate.Function.CreateAccumulator()];
    private int _count = 1;

    /// <inheritdoc/>
    public override Evaluator Argument => aggregate.Arguments[0];

    /// <inheritdoc/>
    public override void Add(Frame frame, RowBatch batch, ReadOnlySpan<int> groups, Vector? argument, int groupCount)
    {
        Grow(ref _accumulators, groupCount);
        for (; _count < groupCount; _count++)
            _accumulators[_count] = aggregate.Function.CreateAccumulator();
        for (var row = 0; row < groups.Length; row++)
            _accumulators[groups[row]].Add(argument!, row);
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        _accumulators = [aggregate.Function.CreateAccumulator()];
        _count = 1;
    }

    /// <inheritdoc/>
    public override NedbValue Result(int group) => _accumulators[group].GetResult();
}
