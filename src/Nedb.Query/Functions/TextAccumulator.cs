using System.Text;
using Nedb.Query.Types;
using Nedb.Storage.Values;

namespace Nedb.Query.Functions;

/// <summary>Joins texts with a separator between them; values that are no text are written as CAST would.</summary>
internal sealed class TextAccumulator : Accumulator
{
    private StringBuilder? _text;

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<NedbValue> arguments)
    {
        ref readonly var value = ref arguments[0];
        if (value.IsNull)
            return;
        if (_text is null)
            _text = new StringBuilder();
        else if (arguments.Length > 1)
            _text.Append(Casts.ToText(in arguments[1]));
        else
            _text.Append(',');
        _text.Append(Casts.ToText(in value));
    }

    /// <inheritdoc/>
    public override NedbValue GetResult() => NedbValue.FromString(_text?.ToString());
}
