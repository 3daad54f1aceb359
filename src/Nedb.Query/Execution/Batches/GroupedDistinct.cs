using Nedb.Query.Functions;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Batches;

/// <summary>An aggregate of one argument over the values of a group that differ; of equal ones it takes the first.</summary>
/// <param name="aggregate">The aggregate.</param>
/// <param name="isOneGroup">Whether there are no keys.</param>
internal sealed class GroupedDistinct(Aggregate aggregate, bool isOneGroup) : GroupedAggregate
{
    private readonly KeyCoder _values = new();
    private readonly IntegerTable _seen = new();
    private int[] _codes = [];
    private Accumulator[] _accumulators = [aggregate.Function.CreateAccumulator()];
    private int _count = 1;
    // Null, whose number is 0, is passed over there: the aggregates that take it depend on the order.
    private readonly bool _isOneGroup = isOneGroup && !aggregate.Function.DependsOnOrder;
    // There the number of values is the greatest number that one of them has.
    private readonly bool _isOneCount = isOneGroup && aggregate.Function.Name == "count";
    private int _mostCode;

    public override Evaluator Argument => aggregate.Arguments[0];

    public override void Add(Frame frame, RowBatch batch, ReadOnlySpan<int> groups, Vector? argument, int groupCount)
    {
        Grow(ref _accumulators, groupCount);
        for (; _count < groupCount; _count++)
            _accumulators[_count] = aggregate.Function.CreateAccumulator();
        if (_codes.Length < groups.Length)
            _codes = new int[batch.Capacity];
        var codes = _codes.AsSpan(0, groups.Length);
        _values.AddAll(argument!, codes);
        if (_isOneCount)
            return;
        if (_isOneGroup && groupCount == 1)
        {
            // New values get new numbers, which ascend.
            for (var row = 0; row < codes.Length; row++)
            {
                if (codes[row] <= _mostCode)
                    continue;
                _mostCode = codes[row];
                _accumulators[0].Add(argument!, row);
            }

            return;
        }

        for (var row = 0; row < groups.Length; row++)
        {
            var known = _seen.Count;
            if (_seen.FindOrAdd((long)groups[row] << 32 | (uint)codes[row]) == known)
                _accumulators[groups[row]].Add(argument!, row);
        }
    }

    /// <inheritdoc/>
    public override void Merge(GroupedAggregate other, ReadOnlySpan<int> groups, int groupCount)
    {
        if (!_isOneCount)
            base.Merge(other, groups, groupCount);
        var theirs = ((GroupedDistinct)other)._values;
        _values.AddAll(theirs, new int[theirs.Count + 1]);
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        _values.Clear();
        _seen.Clear();
        _accumulators = [aggregate.Function.CreateAccumulator()];
        _count = 1;
        _mostCode = 0;
    }

    /// <inheritdoc/>
    public override void Release()
    {
        _values.Release();
        _seen.Release();
    }

    public override long BytesOf(int groups) => base.BytesOf(groups) + _values.Bytes + _seen.Bytes;

    public override NedbValue Result(int group) =>
        _isOneCount ? NedbValue.FromInt64(_values.Count) : _accumulators[group].GetResult();
}
