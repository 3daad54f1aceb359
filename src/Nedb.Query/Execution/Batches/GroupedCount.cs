using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Batches;

/// <summary>COUNT of rows, or of values that are not null.</summary>
/// <param name="argument">The values; null for rows.</param>
internal sealed class GroupedCount(Evaluator? argument) : GroupedAggregate
{
    private long[] _counts = new long[1];

    /// <inheritdoc/>
    public override Evaluator? Argument => argument;

    /// <inheritdoc/>
    public override void Add(Frame frame, RowBatch batch, ReadOnlySpan<int> groups, Vector? argument, int groupCount)
    {
        Grow(ref _counts, groupCount);
        if (argument is not null && (argument.HasNull || argument.Kind is VectorKind.Texts or VectorKind.Values))
        {
            for (var row = 0; row < groups.Length; row++)
                if (!argument.IsNull(row))
                    _counts[groups[row]]++;
        }
        else if (groupCount == 1)
        {
            _counts[0] += groups.Length;
        }
        else
        {
            foreach (var group in groups)
                _counts[group]++;
        }
    }

    /// <inheritdoc/>
    public override void Merge(GroupedAggregate other, ReadOnlySpan<int> groups, int groupCount)
    {
        Grow(ref _counts, groupCount);
        var counts = ((GroupedCount)other)._counts;
        for (var i = 0; i < Math.Min(groups.Length, counts.Length); i++)
            _counts[groups[i]] += counts[i];
    }

    /// <inheritdoc/>
    public override void Clear() => _counts = TableArrays.Clear(_counts);

    /// <inheritdoc/>
    public override void Release()
    {
        TableArrays.Return(_counts);
        _counts = [];
    }

    /// <inheritdoc/>
    public override NedbValue Result(int group) => NedbValue.FromInt64(group < _counts.Length ? _counts[group] : 0);
}
