using Nedb.Query.Functions;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Batches;

/// <summary>
/// SUM and AVG. What was added of each group lies in arrays, one for each part of a <see cref="SumState"/>, and a part that no value asked
/// for has none: many groups make few objects, and what is added to lies close together.
/// </summary>
/// <param name="aggregate">The aggregate.</param>
internal sealed class GroupedSums(Aggregate aggregate) : GroupedAggregate
{
    private readonly string _name = aggregate.Function.Name;
    private long[] _counts = new long[1];
    private long[] _smalls = []; // sums of integers, as long as they fit
    private Int128[] _wholes = []; // what did not fit, and durations
    private ExactDecimalSum[] _exact = [];
    private ExactDoubleSum[] _binary = [];
    private SumKinds[] _kinds = [];
    private bool _hasDurations;

    /// <summary>Whether it is the sum that is asked for, and not the mean.</summary>
    public bool IsSum => _name == "sum";

    /// <inheritdoc/>
    public override Evaluator Argument => aggregate.Arguments[0];

    /// <inheritdoc/>
    public override void Add(Frame frame, RowBatch batch, ReadOnlySpan<int> groups, Vector? argument, int groupCount)
    {
        Grow(ref _counts, groupCount);
        var vector = argument!;
        if (groupCount == 1)
        {
            var sum = Load(0);
            sum.Add(vector, _name);
            Store(0, in sum);
        }
        else if (_hasDurations)
        {
            AddEach(groups, vector);
        }
        else
        {
            AddAll(groups, vector);
        }
    }

    /// <inheritdoc/>
    public override void Merge(GroupedAggregate other, ReadOnlySpan<int> groups, int groupCount)
    {
        Grow(ref _counts, groupCount);
        var sums = (GroupedSums)other;
        if (_hasDurations || sums._hasDurations)
        {
            for (var i = 0; i < groups.Length; i++)
            {
                var sum = Load(groups[i]);
                sum.Add(sums.Load(i), _name);
                Store(groups[i], in sum);
            }

            return;
        }

        MergeParts(sums, groups);
    }

    /// <inheritdoc/>
    public override NedbValue Result(int group)
    {
        if (!IsSum)
            return Mean(group);
        if (_kinds.Length > 0 || _wholes.Length > 0)
            return Load(group).Result(_name);
        return At(_counts, group) == 0 ? default : NedbValue.FromInt64(At(_smalls, group));
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        _counts = TableArrays.Clear(_counts);
        _smalls = TableArrays.Clear(_smalls);
        _wholes = TableArrays.Clear(_wholes);
        _exact = TableArrays.Clear(_exact);
        _binary = TableArrays.Clear(_binary);
        _kinds = TableArrays.Clear(_kinds);
        _hasDurations = false;
    }

    /// <inheritdoc/>
    public override void Release()
    {
        Return(ref _counts);
        Return(ref _smalls);
        Return(ref _wholes);
        Return(ref _exact);
        Return(ref _binary);
        Return(ref _kinds);
    }

    /// <summary>The mean of the values of a group.</summary>
    public NedbValue Mean(int group) => Load(group).Mean(_name);

    private void AddAll(ReadOnlySpan<int> groups, Vector vector)
    {
        switch (vector.Kind)
        {
            case VectorKind.Integers when vector.ValueKind == ValueKind.Int64:
                AddIntegers(groups, vector);
                break;
            case VectorKind.Doubles:
                Grow(ref _kinds, _counts.Length);
                Grow(ref _binary, _counts.Length);
                var doubles = vector.Doubles;
                for (var row = 0; row < groups.Length; row++)
                {
                    if (vector.HasNull && vector.Nulls[row])
                        continue;
                    _counts[groups[row]]++;
                    _kinds[groups[row]] |= SumKinds.Binary;
                    _binary[groups[row]].Add(doubles[row]);
                }

                break;
            case VectorKind.Decimals:
                Grow(ref _kinds, _counts.Length);
                Grow(ref _exact, _counts.Length);
                var decimals = vector.Decimals;
                for (var row = 0; row < groups.Length; row++)
                {
                    if (vector.HasNull && vector.Nulls[row])
                        continue;
                    _counts[groups[row]]++;
                    _kinds[groups[row]] |= SumKinds.Decimal;
                    _exact[groups[row]].Add(decimals[row]);
                }

                break;
            default:
                AddEach(groups, vector);
                break;
        }
    }

    private void AddIntegers(ReadOnlySpan<int> groups, Vector vector)
    {
        Grow(ref _smalls, _counts.Length);
        var integers = vector.Integers;
        for (var row = 0; row < groups.Length; row++)
        {
            if (vector.HasNull && vector.Nulls[row])
                continue;
            _counts[groups[row]]++;
            AddSmall(groups[row], integers[row]);
        }
    }

    private void AddSmall(int group, long value)
    {
        ref var small = ref _smalls[group];
        var sum = unchecked(small + value);
        // It overflows where both have the sign that the result has not.
        if (((small ^ sum) & (value ^ sum)) < 0)
        {
            Grow(ref _wholes, _counts.Length);
            _wholes[group] += small;
            sum = value;
        }

        small = sum;
    }

    private void AddEach(ReadOnlySpan<int> groups, Vector vector)
    {
        for (var row = 0; row < groups.Length; row++)
        {
            var value = vector.Get(row);
            if (value.IsNull)
                continue;
            var sum = Load(groups[row]);
            sum.Add(in value, _name);
            Store(groups[row], in sum);
        }
    }

    /// <summary>Adds part by part; without durations nothing needs to be compared.</summary>
    private void MergeParts(GroupedSums other, ReadOnlySpan<int> groups)
    {
        for (var i = 0; i < groups.Length; i++)
            _counts[groups[i]] += At(other._counts, i);
        if (other._smalls.Length > 0)
            Grow(ref _smalls, _counts.Length);
        for (var i = 0; i < Math.Min(groups.Length, other._smalls.Length); i++)
            AddSmall(groups[i], other._smalls[i]);
        if (other._wholes.Length > 0)
            Grow(ref _wholes, _counts.Length);
        for (var i = 0; i < Math.Min(groups.Length, other._wholes.Length); i++)
            _wholes[groups[i]] += other._wholes[i];
        if (other._exact.Length > 0)
            Grow(ref _exact, _counts.Length);
        for (var i = 0; i < Math.Min(groups.Length, other._exact.Length); i++)
            _exact[groups[i]].Add(in other._exact[i]);
        if (other._binary.Length > 0)
            Grow(ref _binary, _counts.Length);
        for (var i = 0; i < Math.Min(groups.Length, other._binary.Length); i++)
            _binary[groups[i]].Add(in other._binary[i]);
        if (other._kinds.Length > 0)
            Grow(ref _kinds, _counts.Length);
        for (var i = 0; i < Math.Min(groups.Length, other._kinds.Length); i++)
            _kinds[groups[i]] |= other._kinds[i];
    }

    private SumState Load(int group) => new()
    {
        Count = At(_counts, group),
        Whole = At(_wholes, group) + At(_smalls, group),
        Exact = At(_exact, group),
        Binary = At(_binary, group),
        Kinds = At(_kinds, group),
    };

    private void Store(int group, in SumState sum)
    {
        _counts[group] = sum.Count;
        if (group < _smalls.Length)
            _smalls[group] = 0;
        if (sum.Whole != 0 || _wholes.Length > 0)
        {
            Grow(ref _wholes, _counts.Length);
            _wholes[group] = sum.Whole;
        }

        if (sum.Kinds == SumKinds.None)
            return;
        _hasDurations |= (sum.Kinds & SumKinds.Duration) != 0;
        Grow(ref _kinds, _counts.Length);
        _kinds[group] = sum.Kinds;
        if ((sum.Kinds & SumKinds.Decimal) != 0)
        {
            Grow(ref _exact, _counts.Length);
            _exact[group] = sum.Exact;
        }

        if ((sum.Kinds & SumKinds.Binary) != 0)
        {
            Grow(ref _binary, _counts.Length);
            _binary[group] = sum.Binary;
        }
    }

    private static void Return<T>(ref T[] parts)
    {
        TableArrays.Return(parts);
        parts = [];
    }

    private static T At<T>(T[] parts, int group)
        where T : struct => group < parts.Length ? parts[group] : default;
}
