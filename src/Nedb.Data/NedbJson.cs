using Nedb.Query;
using Nedb.Query.Diagnostics;
using Nedb.Storage.Values;

namespace Nedb.Data;

/// <summary>
/// Nested values as JSON text, and back, as NQL itself reads and writes them: an integer that fits into 64 bits is one, any other number
/// is a decimal if that holds it exactly, else a binary number; what JSON has no type for is text, dates as ISO 8601, bytes as base64.
/// </summary>
public static class NedbJson
{
    /// <summary>The value that a JSON text denotes.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The value.</returns>
    /// <exception cref="FormatException">The text is not JSON, nests deeper than 256 levels, or names a member twice.</exception>
    public static NedbValue Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return NqlJson.Parse(text);
        }
        catch (NqlException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    /// <summary>The value as JSON text, without blanks.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The text.</returns>
    /// <exception cref="FormatException">A number is not finite, text has half of a surrogate pair, or the value nests deeper than 256
    /// levels.</exception>
    public static string Write(NedbValue value)
    {
        try
        {
            return NqlJson.Write(value);
        }
        catch (NqlException e)
        {
            throw new FormatException(e.Message, e);
        }
    }
}
