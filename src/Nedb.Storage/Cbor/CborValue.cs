using Nedb.Storage.Values;

namespace Nedb.Storage.Cbor;

/// <summary>One value as CBOR, whole.</summary>
internal static class CborValue
{
    /// <summary>Encodes a value.</summary>
    public static byte[] Encode(in NedbValue value)
    {
        var buffer = ByteBuffer.Rent();
        new CborWriter(buffer).WriteValue(in value);
        var bytes = buffer.ToArray();
        ByteBuffer.Return(buffer);
        return bytes;
    }

    /// <summary>Decodes a value that stands alone.</summary>
    /// <exception cref="CborException">The bytes are not one deterministic encoding.</exception>
    public static NedbValue Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new CborReader(bytes);
        var value = reader.ReadValue();
        reader.ExpectEnd();
        return value;
    }
}
