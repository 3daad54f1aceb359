using Nedb.Query.Types;
using Nedb.Storage.Values;

namespace Nedb.Query;

/// <summary>
/// JSON as the language reads and writes it, for those who hand values in and out: an integer that fits into 64 bits is one, any other
/// number is a decimal if that holds it exactly, else a binary number; what JSON has no type for is written as text.
/// </summary>
public static class NqlJson
{
    /// <summary>The value of a JSON text.</summary>
    /// <exception cref="Diagnostics.NqlException">The text is not JSON, nests deeper than 256 levels, or names a member twice.</exception>
    public static NedbValue Parse(string text) => JsonText.Parse(text);

    /// <summary>The value as JSON, without blanks.</summary>
    /// <exception cref="Diagnostics.NqlException">A number is not finite, text has half of a surrogate pair, or the value nests too
    /// deep.</exception>
    public static string Write(NedbValue value) => JsonText.Write(in value);
}
