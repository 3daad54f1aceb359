using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Nedb.Query.Types;

/// <summary>Text as the bytes that documents hold.</summary>
internal static class Utf8Text
{
    /// <summary>Encodes a text.</summary>
    /// <returns>Whether it has no half of a surrogate pair, which no text of a document has, but which would be encoded as another
    /// character.</returns>
    public static bool TryEncode(string text, out byte[] bytes)
    {
        bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        return Utf8.FromUtf16(text, bytes, out _, out _, replaceInvalidSequences: false) == OperationStatus.Done;
    }
}
