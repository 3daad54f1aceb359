using Nedb.Query.Execution.Batches;
using Nedb.Storage.Values;

namespace Nedb.Query.Functions;

/// <summary>The least or the greatest value of any kind, in the order of ORDER BY; of equal ones the first.</summary>
/// <param name="direction">-1 for the least, 1 for the greatest.</param>
internal sealed class ExtremeAccumulator(int direction) : Accumulator
{
    private NedbValue _best;

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<NedbValue> arguments) => Add(in arguments[0]);

    /// <inheritdoc/>
    public override void Add(Vector vector)
    {
        if (vector.Count == 0 || vector.HasNull)
        {
            base.Add(vector);
            return;
        }

        switch (vector.Kind)
        {
            case VectorKind.Integers:
                Add(vector, direction < 0 ? IndexOfLeast(vector.Integers) : IndexOfGreatest(vector.Integers));
                break;
            case VectorKind.Doubles:
                Add(vector, IndexOfBest(vector.Doubles));
                break;
            case VectorKind.Decimals:
                Add(vector, IndexOfBest<decimal>(vector.Decimals));
                break;
            default:
                base.Add(vector);
                break;
        }
    }

    /// <inheritdoc/>
    public override void Add(Vector vector, int row)
    {
        if (vector.Kind == VectorKind.Integers && _best.Kind == vector.ValueKind && !vector.HasNull)
        {
            // Nothing is made for a value that is not the best one.
            var order = vector.Integers[row].CompareTo(_best.AsRawTicks());
            if (order == 0 || order < 0 != direction < 0)
                return;
        }

        var value = vector.Get(row);
        Add(in value);
    }

    /// <inheritdoc/>
    public override void Merge(Accumulator other) => Add(in ((ExtremeAccumulator)other)._best);

    /// <inheritdoc/>
    public override NedbValue GetResult() => _best;

    private void Add(in NedbValue value)
    {
        if (!value.IsNull && (_best.IsNull || Math.Sign(ValueComparer.Compare(in value, in _best)) == direction))
            _best = value;
    }

    private static int IndexOfLeast(ReadOnlySpan<long> values)
    {
        var best = 0;
        var least = values[0];
        for (var i = 1; i < values.Length; i++)
            if (values[i] < least)
                least = values[best = i];
        return best;
    }

    private static int IndexOfGreatest(ReadOnlySpan<long> values)
    {
        var best = 0;
        var greatest = values[0];
        for (var i = 1; i < values.Length; i++)
            if (values[i] > greatest)
                greatest = values[best = i];
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
