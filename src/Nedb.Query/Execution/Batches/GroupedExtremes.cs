using System.Numerics;
using System.Runtime.CompilerServices;
using Nedb.Query.Execution.Spills;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Batches;

/// <summary>MIN and MAX: of each group the least or the greatest value, in the order of ORDER BY; of equal ones the first.</summary>
/// <param name="argument">The values.</param>
/// <param name="direction">-1 for the least, 1 for the greatest.</param>
internal sealed class GroupedExtremes(Evaluator argument, int direction) : GroupedAggregate
{
    private NedbValue[] _best = new NedbValue[1];
    private long _beside; // the bytes of the texts among them
    private bool _hasTie;

    /// <inheritdoc/>
    public override Evaluator Argument => argument;

    /// <inheritdoc/>
    public override void Add(Frame frame, RowBatch batch, ReadOnlySpan<int> groups, Vector? argument, int groupCount)
    {
        Grow(ref _best, groupCount);
        var vector = argument!;
        if (groupCount == 1 && !vector.HasNull && vector.Count > 0 && vector.Kind is not (VectorKind.Texts or VectorKind.Values))
            Take(0, vector.Kind == VectorKind.Integers
                ? Vector.FromRaw(vector.ValueKind, BestOf(vector.Integers), vector.TimeKind)
                : vector.Get(IndexOfBest(vector)));
        else if (vector.Kind == VectorKind.Integers)
            TakeIntegers(groups, vector);
        else
            for (var row = 0; row < groups.Length; row++)
                Take(groups[row], vector.Get(row));
    }

    /// <inheritdoc/>
    public override void Merge(GroupedAggregate other, ReadOnlySpan<int> groups, int groupCount)
    {
        Grow(ref _best, groupCount);
        var best = ((GroupedExtremes)other)._best;
        for (var i = 0; i < Math.Min(groups.Length, best.Length); i++)
        {
            ref readonly var mine = ref _best[groups[i]];
            _hasTie |= !mine.IsNull && !best[i].IsNull && ValueComparer.Compare(in mine, in best[i]) == 0 && !AreSame(in mine, in best[i]);
            Take(groups[i], in best[i]);
        }
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        _best = TableArrays.Clear(_best);
        _beside = 0;
        _hasTie = false;
    }

    /// <inheritdoc/>
    public override bool HasTie => _hasTie;

    /// <inheritdoc/>
    public override long BytesOf(int groups) => (ValueSize.ValueBytes * (long)_best.Length) + _beside;

    /// <inheritdoc/>
    public override NedbValue Result(int group) => group < _best.Length ? _best[group] : default;

    /// <summary>Whether equal values are of the same form, which 1.0 and 1.00 are not.</summary>
    private static bool AreSame(in NedbValue left, in NedbValue right) => left.Kind == right.Kind && left.Kind switch
    {
        ValueKind.Double => BitConverter.DoubleToInt64Bits(left.AsDouble()) == BitConverter.DoubleToInt64Bits(right.AsDouble()),
        ValueKind.Decimal => Unsafe.BitCast<decimal, Int128>(left.AsDecimal()) == Unsafe.BitCast<decimal, Int128>(right.AsDecimal()),
        _ => true,
    };

    private void Take(int group, in NedbValue value)
    {
        ref var best = ref _best[group];
        if (!value.IsNull && (best.IsNull || Math.Sign(ValueComparer.Compare(in value, in best)) == direction))
        {
            _beside += ValueSize.Beside(new(in value)) - ValueSize.Beside(new(in best));
            best = value;
        }
    }

    private void TakeIntegers(ReadOnlySpan<int> groups, Vector vector)
    {
        var integers = vector.Integers;
        for (var row = 0; row < groups.Length; row++)
        {
            if (vector.HasNull && vector.Nulls[row])
                continue;
            ref var best = ref _best[groups[row]];
            if (best.Kind == vector.ValueKind)
            {
                // Nothing is made for a value that is not the best one.
                var order = integers[row].CompareTo(best.AsRawTicks());
                if (order == 0 || order < 0 != direction < 0)
                    continue;
            }

            Take(groups[row], vector.Get(row));
        }
    }

    private int IndexOfBest(Vector vector) =>
        vector.Kind == VectorKind.Doubles ? IndexOfBest(vector.Doubles) : IndexOfBest<decimal>(vector.Decimals);

    /// <summary>The least or the greatest of some numbers, at least one; many are compared at once.</summary>
    private long BestOf(ReadOnlySpan<long> values)
    {
        var best = values[0];
        if (values.Length >= Vector<long>.Count)
        {
            var lanes = new Vector<long>(values);
            for (var i = Vector<long>.Count; i + Vector<long>.Count <= values.Length; i += Vector<long>.Count)
            {
                var next = new Vector<long>(values[i..]);
                lanes = direction < 0 ? System.Numerics.Vector.Min(lanes, next) : System.Numerics.Vector.Max(lanes, next);
            }

            for (var i = 0; i < Vector<long>.Count; i++)
                best = direction < 0 ? Math.Min(best, lanes[i]) : Math.Max(best, lanes[i]);
            values = values[(values.Length - values.Length % Vector<long>.Count)..];
        }

        foreach (var value in values)
            best = direction < 0 ? Math.Min(best, value) : Math.Max(best, value);
        return best;
    }

    private int IndexOfBest(ReadOnlySpan<double> values)
    {
        var best = 0;
        var found = values[0];
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            // What is no number is less than every number, which only the slower comparison knows.
            if (double.IsNaN(value))
                return IndexOfBest<double>(values);
            if (direction < 0 ? value < found : value > found)
                found = values[best = i];
        }

        return best;
    }

    private int IndexOfBest<T>(ReadOnlySpan<T> values)
        where T : IComparable<T>
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
            if (values[i].CompareTo(values[best]) is not 0 and var order && order < 0 == direction < 0)
                best = i;
        return best;
    }
}
