using Nedb.Storage.Values;

namespace Nedb.Query.Functions;

/// <summary>Collects values into an array, nulls among them; null where there are none.</summary>
internal sealed class ArrayAccumulator : Accumulator
{
    private readonly List<NedbValue> _items = [];

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<NedbValue> arguments) => _items.Add(arguments[0]);

    /// <inheritdoc/>
    public override NedbValue GetResult() => _items.Count == 0 ? default : NedbValue.FromArray(new NedbArray([.. _items]));
}
