namespace Nedb.Storage.Values;

/// <summary>
/// Writes values so that comparing the bytes compares the values: null first, then by kind, numbers by value across their kinds and exactly,
/// text by UTF-16 code units. Encodings are prefix-free, so concatenating them compares like comparing value by value.
/// </summary>
public static class KeyEncoder
{
    /// <summary>Appends the ordered encoding of a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="isDescending">Whether to invert the bytes, so that greater values come first.</param>
    /// <param name="buffer">Where to append.</param>
    public static void Append(in NedbValue value, bool isDescending, System.Buffers.IBufferWriter<byte> buffer) => throw new NotImplementedException();

    /// <summary>The ordered encoding of a key of one or more values.</summary>
    public static byte[] Encode(params ReadOnlySpan<NedbValue> values) => throw new NotImplementedException();
}
