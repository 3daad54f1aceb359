using System.Buffers.Binary;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Nedb.EntityFrameworkCore.Storage;

/// <summary>
/// Turns a row version of bytes into the seq of the version, and back. It is public only because the code that EF generates for compiled
/// models and precompiled queries names its methods.
/// </summary>
public sealed class NedbSeqConverter : ValueConverter<byte[], long>
{
    /// <summary>The converter; it has no state.</summary>
    public NedbSeqConverter()
        : base(bytes => ToSeq(bytes), seq => ToBytes(seq))
    {
    }

    /// <summary>The seq that bytes hold.</summary>
    /// <param name="bytes">Eight bytes, the most significant first.</param>
    /// <returns>The seq; 0, which no version has, for another number of bytes.</returns>
    public static long ToSeq(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return bytes.Length == sizeof(long) ? BinaryPrimitives.ReadInt64BigEndian(bytes) : 0;
    }

    /// <summary>The bytes of a seq.</summary>
    /// <param name="seq">The seq.</param>
    /// <returns>Eight bytes, the most significant first.</returns>
    public static byte[] ToBytes(long seq)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, seq);
        return bytes;
    }
}
