using System.Buffers.Binary;
using System.Numerics;

namespace Nedb.Storage.Format;

/// <summary>
/// CRC-32C (Castagnoli; RFC 3720 §B.4), which finds accidents; what was done on purpose is found by the hashes.
/// "123456789" gives E3069283.
/// </summary>
internal static class Checksum
{
    /// <summary>The checksum of some bytes.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes) => ~Update(uint.MaxValue, bytes);

    /// <summary>
    /// The checksum of bytes that belong to one place: the salt of the segment and the position in it are put in front, so that bytes which
    /// were moved, or were copied into a payload, do not pass for a frame.
    /// </summary>
    public static uint Compute(ulong segmentSalt, long position, ReadOnlySpan<byte> bytes)
    {
        var state = BitOperations.Crc32C(uint.MaxValue, segmentSalt);
        return ~Update(BitOperations.Crc32C(state, (ulong)position), bytes);
    }

    private static uint Update(uint state, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= sizeof(ulong))
        {
            state = BitOperations.Crc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var value in bytes)
            state = BitOperations.Crc32C(state, value);
        return state;
    }
}
