using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Batches;

/// <summary>The mean of what another aggregate adds up anyway.</summary>
internal sealed class GroupedMean(GroupedSums sum) : GroupedAggregate
{
    public override void Add(Frame frame, RowBatch batch, ReadOnlySpan<int> groups, Vector? argument, int groupCount)
    {
        // The sum takes the rows.
    }

    public override void Merge(GroupedAggregate other, ReadOnlySpan<int> groups, int groupCount)
    {
        // The sum is merged.
    }

    public override void Clear()
    {
        // The sum is cleared.
    }

    public override NedbValue Result(int group) => sum.Mean(group);
}
