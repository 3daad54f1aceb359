using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Batches;

/// <summary>COUNT(*).</summary>
internal sealed class GroupedCount : GroupedAggregate
{
    private long[] _counts = new long[1];

    public override void Add(Frame frame, RowBatch batch, ReadOnlySpan<int> groups, Vector? argument, int groupCount)
    {
        Grow(ref _counts, groupCount);
        if (groupCount == 1)
        {
            _counts[0] += groups.Length;
            return;
        }

        foreach (var group in groups)
            _counts[group]++;
    }

    public override void Merge(GroupedAggregate other, ReadOnlySpan<int> groups, int groupCount)
    {
        Grow(ref _counts, groupCount);
        var counts = ((GroupedCount)other)._counts;
        for (var i = 0; i < groups.Length; i++)
            _counts[groups[i]] += counts.Length > i ? counts[i] : 0;
    }

    public override NedbValue Result(int group) => NedbValue.FromInt64(_counts[group]);
}
