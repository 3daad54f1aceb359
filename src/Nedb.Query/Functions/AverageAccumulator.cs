using Nedb.Query.Execution.Batches;
using Nedb.Storage.Values;

namespace Nedb.Query.Functions;

/// <summary>The mean: binary for integers, as in LINQ, and of the same kind for decimals and durations.</summary>
internal sealed class AverageAccumulator : Accumulator
{
    private readonly SumAccumulator _sum = new("avg");

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<NedbValue> arguments) => _sum.Add(arguments);

    /// <inheritdoc/>
    public override void Add(Vector vector) => _sum.Add(vector);

    /// <inheritdoc/>
    public override void Add(Vector vector, int row) => _sum.Add(vector, row);

    /// <inheritdoc/>
    public override void Merge(Accumulator other) => _sum.Merge(((AverageAccumulator)other)._sum);

    /// <inheritdoc/>
    public override NedbValue GetResult() => _sum.GetMean();
}
