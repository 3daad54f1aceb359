using Nedb.Storage.Values;

namespace Nedb.Query.Functions;

/// <summary>The mean: binary for integers, as in LINQ, and of the same kind for decimals and durations.</summary>
internal sealed class AverageAccumulator : Accumulator
{
    private SumState _sum;

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<NedbValue> arguments) => _sum.Add(in arguments[0], "avg");

    /// <inheritdoc/>
    public override NedbValue GetResult() => _sum.Mean("avg");
}
