using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Batches;

/// <summary>What one aggregate has seen of each group.</summary>
internal abstract class GroupedAggregate
{
    // An accumulator, as an object or in arrays.
    private const long GroupBytes = 96;

    /// <summary>The one argument, which the caller computes for whole batches; null where the aggregate computes what it needs.</summary>
    public virtual Evaluator? Argument => null;

    public static GroupedAggregate Create(Aggregate aggregate, bool isOneGroup)
    {
        if (aggregate.Filter is not null || aggregate.OrderBy.Length > 0 || aggregate.Arguments.Length > 1)
            return new GroupedRows(aggregate);
        if (aggregate.Arguments.Length == 0)
            return aggregate.Function.Name == "count" ? new GroupedCount(null) : new GroupedRows(aggregate);
        if (aggregate.IsDistinct)
            return new GroupedDistinct(aggregate, isOneGroup);
        return aggregate.Function.Name switch
        {
            "count" => new GroupedCount(aggregate.Arguments[0]),
            "sum" or "avg" => new GroupedSums(aggregate),
            "min" => new GroupedExtremes(aggregate.Arguments[0], -1),
            "max" => new GroupedExtremes(aggregate.Arguments[0], 1),
            _ => new GroupedValues(aggregate),
        };
    }

    /// <summary>Takes rows.</summary>
    /// <param name="frame">The state of the execution.</param>
    /// <param name="batch">The rows.</param>
    /// <param name="groups">For each row its group.</param>
    /// <param name="argument">For each row the argument.</param>
    /// <param name="groupCount">How many groups there are by now.</param>
    public abstract void Add(Frame frame, RowBatch batch, ReadOnlySpan<int> groups, Vector? argument, int groupCount);

    /// <summary>Takes what another one has seen.</summary>
    /// <param name="other">The same aggregate over other rows.</param>
    /// <param name="groups">For each of its groups the one that it is here.</param>
    /// <param name="groupCount">How many groups there are.</param>
    public virtual void Merge(GroupedAggregate other, ReadOnlySpan<int> groups, int groupCount) =>
        throw new NotSupportedException($"{GetType().Name} cannot be merged.");

    /// <summary>Whether what was merged depends on which rows came first, which nobody knows any more.</summary>
    public virtual bool HasTie => false;

    public abstract NedbValue Result(int group);

    /// <summary>Forgets all rows.</summary>
    public abstract void Clear();

    /// <summary>Gives the memory back, where there is much; nothing is asked any more.</summary>
    public virtual void Release()
    {
    }

    /// <summary>About how much memory is held for so many groups.</summary>
    public virtual long BytesOf(int groups) => GroupBytes * groups;

    /// <summary>Makes room for what is kept of each group, which <see cref="TableArrays.Return"/> takes back.</summary>
    protected static void Grow<T>(ref T[] items, int count)
    {
        if (items.Length < count)
            items = TableArrays.Extend(items, Math.Max(count, items.Length * 2));
    }
}
