using System.Buffers.Binary;
using Nedb.Storage.Format;

namespace Nedb.Storage.Runs;

/// <summary>
/// The last 24 bytes of a run; little-endian.
/// <code>
///   0  where the footer is    12  checksum of bytes 0 to 11
///   8  its stored length      16  "NEDB-FIN"
/// </code>
/// The stored length of a block is without its checksum.
/// </summary>
internal static class RunTail
{
    /// <summary>The size of the tail.</summary>
    public const int SizeBytes = 24;

    /// <summary>Where the stored length is.</summary>
    public const int LengthOffset = 8;

    /// <summary>Where the checksum is.</summary>
    public const int ChecksumOffset = 12;

    /// <summary>Where the mark is.</summary>
    public const int MarkOffset = 16;

    /// <summary>What a run ends with.</summary>
    public static ReadOnlySpan<byte> Mark => "NEDB-FIN"u8;

    /// <summary>The tail as bytes.</summary>
    public static byte[] ToBytes(BlockPointer footer, RunHeader header, long position)
    {
        var bytes = new byte[SizeBytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, footer.Position);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(LengthOffset), footer.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(
            bytes.AsSpan(ChecksumOffset), Checksum.Compute(header.ChecksumSalt, position, bytes.AsSpan(0, ChecksumOffset)));
        Mark.CopyTo(bytes.AsSpan(MarkOffset));
        return bytes;
    }

    /// <summary>Reads the tail.</summary>
    /// <exception cref="Diagnostics.CorruptionException">It is none.</exception>
    public static BlockPointer Read(ReadOnlySpan<byte> bytes, RunHeader header, long position, string file)
    {
        if (!bytes[MarkOffset..].SequenceEqual(Mark))
        {
            throw RunFault.Damaged(
                file, position + MarkOffset, "the mark of its end, 'NEDB-FIN'", Convert.ToHexStringLower(bytes[MarkOffset..]));
        }

        var stored = BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumOffset..]);
        var computed = Checksum.Compute(header.ChecksumSalt, position, bytes[..ChecksumOffset]);
        if (stored != computed)
            throw RunFault.Damaged(file, position, $"a tail with the checksum {computed:x8}", $"{stored:x8}");
        return new BlockPointer(
            BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt32LittleEndian(bytes[LengthOffset..]));
    }
}
