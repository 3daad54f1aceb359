using System.Buffers.Binary;

namespace Nedb.Storage.Runs;

/// <summary>Where a block is: its position, and its stored length without the checksum that follows it.</summary>
internal readonly record struct BlockPointer(long Position, int Length)
{
    /// <summary>The size of a pointer in an index: the position (8) and the length (4), little-endian.</summary>
    public const int SizeBytes = 12;

    /// <summary>Where what follows the block begins.</summary>
    public long End => Position + Length + RunLimits.ChecksumBytes;

    /// <summary>Writes the pointer.</summary>
    public void CopyTo(Span<byte> target)
    {
        BinaryPrimitives.WriteInt64LittleEndian(target, Position);
        BinaryPrimitives.WriteInt32LittleEndian(target[8..], Length);
    }

    /// <summary>Reads a pointer.</summary>
    public static BlockPointer Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]));
}
