using Nedb.Query.Execution;
using Nedb.Query.Types;
using Nedb.Storage.Values;

namespace Nedb.Query.Functions;

/// <summary>
/// The variance or its root, by Welford's method, which does not lose digits where the values are large and close together. Over a sample
/// it needs two values, and gives null for fewer.
/// </summary>
internal sealed class VarianceAccumulator(bool isSample, bool isRoot) : Accumulator
{
    private long _count;
    private double _mean;
    private double _squares;

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<NedbValue> arguments)
    {
        ref readonly var value = ref arguments[0];
        if (value.IsNull)
            return;
        if (!value.IsNumber)
            throw ValueErrors.Mismatch($"{(isRoot ? "stdev" : "variance")} takes numbers; found {ValueErrors.Show(in value)}");
        var number = Arithmetic.ToDouble(in value);
        var distance = number - _mean;
        _mean += distance / ++_count;
        _squares += distance * (number - _mean);
    }

    /// <inheritdoc/>
    public override NedbValue GetResult()
    {
        var divisor = isSample ? _count - 1 : _count;
        if (divisor <= 0)
            return default;
        var variance = _squares / divisor;
        return NedbValue.FromDouble(isRoot ? Math.Sqrt(variance) : variance);
    }
}
