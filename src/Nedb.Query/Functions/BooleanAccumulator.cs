using Nedb.Query.Types;
using Nedb.Storage.Values;

namespace Nedb.Query.Functions;

/// <summary>Whether all, or any, of the values are true.</summary>
internal sealed class BooleanAccumulator(bool isAnd) : Accumulator
{
    private NedbValue _result;

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<NedbValue> arguments)
    {
        ref readonly var value = ref arguments[0];
        if (value.IsNull)
            return;
        if (value.Kind != ValueKind.Boolean)
            throw ValueErrors.Mismatch($"{(isAnd ? "bool_and" : "bool_or")} takes booleans; found {ValueErrors.Show(in value)}");
        if (_result.IsNull || value.AsBoolean() != isAnd)
            _result = value;
    }

    /// <inheritdoc/>
    public override NedbValue GetResult() => _result;
}
