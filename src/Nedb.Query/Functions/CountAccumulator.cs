using Nedb.Query.Execution.Batches;
using Nedb.Storage.Values;

namespace Nedb.Query.Functions;

/// <summary>Counts rows, or values that are not null.</summary>
internal sealed class CountAccumulator : Accumulator
{
    private long _count;

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<NedbValue> arguments)
    {
        if (arguments.IsEmpty || !arguments[0].IsNull)
            _count++;
    }

    /// <inheritdoc/>
    public override void Add(Vector vector, int row)
    {
        if (!vector.IsNull(row))
            _count++;
    }

    /// <inheritdoc/>
    public override NedbValue GetResult() => NedbValue.FromInt64(_count);
}
