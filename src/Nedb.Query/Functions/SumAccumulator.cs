using Nedb.Storage.Values;

namespace Nedb.Query.Functions;

/// <summary>Adds numbers, or lengths of time, as <see cref="SumState"/> says.</summary>
internal sealed class SumAccumulator : Accumulator
{
    private SumState _sum;

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<NedbValue> arguments) => _sum.Add(in arguments[0], "sum");

    /// <inheritdoc/>
    public override NedbValue GetResult() => _sum.Result("sum");
}
