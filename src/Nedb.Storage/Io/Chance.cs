using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Nedb.Storage.Io;

/// <summary>Where the engine gets what nobody may guess: from the operating system, like its files.</summary>
internal static class Chance
{
    /// <summary>The identity of a new database.</summary>
    public static Guid DatabaseId() => Guid.NewGuid();

    /// <summary>The salt of a segment's checksums.</summary>
    public static ulong SegmentSalt()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <summary>Bytes for salts of payloads.</summary>
    public static byte[] Bytes(int count) => RandomNumberGenerator.GetBytes(count);
}
