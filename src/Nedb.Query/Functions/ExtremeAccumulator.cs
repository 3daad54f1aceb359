using Nedb.Storage.Values;

namespace Nedb.Query.Functions;

/// <summary>The least or the greatest value of any kind, in the order of ORDER BY; of equal ones the first.</summary>
/// <param name="direction">-1 for the least, 1 for the greatest.</param>
internal sealed class ExtremeAccumulator(int direction) : Accumulator
{
    private NedbValue _best;

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<NedbValue> arguments)
    {
        ref readonly var value = ref arguments[0];
        if (!value.IsNull && (_best.IsNull || Math.Sign(ValueComparer.Compare(in value, in _best)) == direction))
            _best = value;
    }

    /// <inheritdoc/>
    public override NedbValue GetResult() => _best;
}
