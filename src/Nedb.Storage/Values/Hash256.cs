using System.Buffers.Binary;

namespace Nedb.Storage.Values;

/// <summary>A 256-bit hash, as BLAKE2b-256 (RFC 7693) gives it.</summary>
public readonly record struct Hash256
{
    /// <summary>The size of a hash in bytes.</summary>
    public const int SizeBytes = 32;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    /// <summary>Reads a hash from its 32 bytes.</summary>
    /// <exception cref="ArgumentException">The span is not 32 bytes long.</exception>
    public Hash256(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != SizeBytes)
            throw new ArgumentException($"A hash has {SizeBytes} bytes; found {bytes.Length}.", nameof(bytes));
        _a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    /// <summary>The first 8 bytes, as a number that orders as they do.</summary>
    internal ulong Beginning => _a;

    /// <summary>Writes the 32 bytes of the hash.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _a);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], _d);
    }

    /// <summary>The 32 bytes of the hash.</summary>
    public byte[] ToByteArray()
    {
        var bytes = new byte[SizeBytes];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>The hash as 64 lowercase hexadecimal digits.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[SizeBytes];
        CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>Reads 64 hexadecimal digits.</summary>
    /// <exception cref="FormatException">The text is not 64 hexadecimal digits.</exception>
    public static Hash256 Parse(string text) =>
        text.Length == 2 * SizeBytes ? new(Convert.FromHexString(text))
            : throw new FormatException($"A hash has 64 hexadecimal digits; found '{text}'.");
}
