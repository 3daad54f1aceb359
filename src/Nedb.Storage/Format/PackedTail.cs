using System.Buffers.Binary;

namespace Nedb.Storage.Format;

/// <summary>
/// The last 40 bytes of a packed segment; little-endian.
/// <code>
///   0  length of the segment as it reads        24  checksum of the index
///   8  position of the index                    28  checksum of bytes 0 to 27
///  16  bytes of a block as it reads             32  mark "NEDB-PAK"
///  20  number of blocks
/// </code>
/// Both checksums cover the salt of the segment and the position of what they are of.
/// </summary>
internal readonly record struct PackedTail(long Length, long IndexPosition, int BlockBytes, int BlockCount, uint IndexChecksum)
{
    /// <summary>The size of the tail.</summary>
    public const int SizeBytes = 40;

    /// <summary>The size of an entry of the index: the stored length of a block, and its checksum.</summary>
    public const int EntryBytes = 8;

    /// <summary>The most bytes that a block may read as.</summary>
    public const int BlockBytesMax = 16 * 1024 * 1024;

    /// <summary>Where the length is.</summary>
    public const int LengthOffset = 0;

    /// <summary>Where the position of the index is.</summary>
    public const int IndexOffset = 8;

    /// <summary>Where the size of a block is.</summary>
    public const int BlockBytesOffset = 16;

    /// <summary>Where the number of blocks is.</summary>
    public const int BlockCountOffset = 20;

    /// <summary>Where the checksum of the index is.</summary>
    public const int IndexChecksumOffset = 24;

    /// <summary>Where the checksum of the tail is.</summary>
    public const int ChecksumOffset = 28;

    /// <summary>Where the mark is.</summary>
    public const int MarkOffset = 32;

    /// <summary>What a packed segment ends with.</summary>
    public static ReadOnlySpan<byte> Mark => "NEDB-PAK"u8;

    /// <summary>Writes the tail.</summary>
    /// <param name="target">Where it goes.</param>
    /// <param name="segmentSalt">The salt of the segment.</param>
    /// <param name="position">Where in the file it begins.</param>
    public void Write(Span<byte> target, ulong segmentSalt, long position)
    {
        BinaryPrimitives.WriteInt64LittleEndian(target[LengthOffset..], Length);
        BinaryPrimitives.WriteInt64LittleEndian(target[IndexOffset..], IndexPosition);
        BinaryPrimitives.WriteInt32LittleEndian(target[BlockBytesOffset..], BlockBytes);
        BinaryPrimitives.WriteInt32LittleEndian(target[BlockCountOffset..], BlockCount);
        BinaryPrimitives.WriteUInt32LittleEndian(target[IndexChecksumOffset..], IndexChecksum);
        var checksum = Checksum.Compute(segmentSalt, position, target[..ChecksumOffset]);
        BinaryPrimitives.WriteUInt32LittleEndian(target[ChecksumOffset..], checksum);
        Mark.CopyTo(target[MarkOffset..]);
    }

    /// <summary>Reads a tail that is whole, with numbers that fit each other and the file.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, ulong segmentSalt, long position, out PackedTail tail)
    {
        tail = default;
        if (bytes.Length != SizeBytes || !bytes[MarkOffset..].SequenceEqual(Mark)
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumOffset..])
                != Checksum.Compute(segmentSalt, position, bytes[..ChecksumOffset]))
            return false;
        tail = new PackedTail(
            BinaryPrimitives.ReadInt64LittleEndian(bytes[LengthOffset..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[IndexOffset..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[BlockBytesOffset..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[BlockCountOffset..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[IndexChecksumOffset..]));
        return tail.Length >= SegmentHeader.SizeBytes
            && tail.BlockBytes is > 0 and <= BlockBytesMax
            && tail.BlockCount == (tail.Length - SegmentHeader.SizeBytes + tail.BlockBytes - 1) / tail.BlockBytes
            && tail.IndexPosition >= SegmentHeader.SizeBytes
            && tail.IndexPosition + (long)EntryBytes * tail.BlockCount == position;
    }
}
