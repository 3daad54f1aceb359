namespace Nedb.Storage.Values;

/// <summary>Reads back the parts of ordered encodings from which a value can be recovered.</summary>
internal static class KeyDecoder
{
    /// <summary>Reads a text that <see cref="KeyEncoder.AppendText"/> wrote.</summary>
    /// <param name="bytes">Bytes that begin with the text.</param>
    /// <param name="length">How many of them belong to it.</param>
    public static string ReadText(ReadOnlySpan<byte> bytes, out int length)
    {
        var units = new List<char>();
        var at = 0;
        while (true)
        {
            var first = bytes[at];
            if (first == 0x00)
            {
                if (bytes[at + 1] == 0x00)
                    break;
                units.Add('\0');
                at += 2;
            }
            else if (first < 0x80)
            {
                units.Add((char)first);
                at++;
            }
            else if (first < 0xE0)
            {
                units.Add((char)((first & 0x1F) << 6 | bytes[at + 1] & 0x3F));
                at += 2;
            }
            else
            {
                units.Add((char)((first & 0x0F) << 12 | (bytes[at + 1] & 0x3F) << 6 | bytes[at + 2] & 0x3F));
                at += 3;
            }
        }

        length = at + 2;
        return new string([.. units]);
    }
}
