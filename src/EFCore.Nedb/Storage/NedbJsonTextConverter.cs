using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Nedb.Data;
using Nedb.Storage.Values;

namespace Nedb.EntityFrameworkCore.Storage;

/// <summary>
/// Turns JSON text into the nested value that a field of type <c>json</c> holds, and back. It is public only because the code that EF
/// generates for compiled models and precompiled queries names its methods.
/// </summary>
public sealed class NedbJsonTextConverter : ValueConverter<string, NedbValue>
{
    /// <summary>The converter; it has no state.</summary>
    public NedbJsonTextConverter()
        : base(text => ToValue(text), value => ToText(value))
    {
    }

    /// <summary>The value that JSON text denotes.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The value.</returns>
    /// <exception cref="FormatException">The text is not JSON, nests deeper than 256 levels, or names a member twice.</exception>
    public static NedbValue ToValue(string text) => NedbJson.Parse(text);

    /// <summary>The JSON text of a value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The text, without spaces.</returns>
    public static string ToText(NedbValue value) => NedbJson.Write(value);
}
