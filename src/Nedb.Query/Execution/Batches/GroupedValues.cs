using Nedb.Query.Functions;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Batches;

/// <summary>An aggregate of one argument over all rows of a group.</summary>
internal sealed class GroupedValues(Aggregate aggregate) : GroupedAggregate
{
    private Accumulator[] _accumulators = [aggregate.Function.CreateAccumulator()];
    private int _count = 1;

    /// <summary>What is computed.</summary>
    public AggregateFunction Function => aggregate.Function;

    public Accumulator this[int group] => _accumulators[group];

    public override Evaluator Argument => aggregate.Arguments[0];

    public override void Add(Frame frame, RowBatch batch, ReadOnlySpan<int> groups, Vector? argument, int groupCount)
    {
        Grow(groupCount);
        if (groupCount == 1)
        {
            _accumulators[0].Add(argument!);
            return;
        }

        if (_accumulators[0] is SumAccumulator && SumAccumulator.TryAddAll(_accumulators, groups, argument!))
            return;
        for (var row = 0; row < groups.Length; row++)
            _accumulators[groups[row]].Add(argument!, row);
    }

    public override void Merge(GroupedAggregate other, ReadOnlySpan<int> groups, int groupCount)
    {
        Grow(groupCount);
        var accumulators = ((GroupedValues)other)._accumulators;
        for (var i = 0; i < groups.Length; i++)
            _accumulators[groups[i]].Merge(accumulators[i]);
    }

    public override NedbValue Result(int group) => _accumulators[group].GetResult();

    private void Grow(int groupCount)
    {
        Grow(ref _accumulators, groupCount);
        for (; _count < groupCount; _count++)
            _accumulators[_count] = aggregate.Function.CreateAccumulator();
    }
}
