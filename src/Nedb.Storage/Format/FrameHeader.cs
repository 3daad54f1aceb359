using System.Buffers.Binary;

namespace Nedb.Storage.Format;

/// <summary>
/// The first 64 bytes of a frame; little-endian. Frames begin at multiples of 64, so a header never straddles two sectors.
/// <code>
///   0  magic "NFRM"                          24  seq known durable when this was written
///   4  length of the content                 32  salt of the seal, or zero
///   8  first seq                             48  number of the seal, or zero
///  16  number of nodes                       56  checksum of the content
///  20  sectors of the frame that are zeros   60  checksum of bytes 0 to 59
/// </code>
/// After the content come 8 to 71 bytes of padding, all <see cref="PaddingByte"/>. Both checksums cover the salt of the segment and the
/// position of the frame.
/// </summary>
internal readonly record struct FrameHeader(
    int ContentLength, long FirstSeq, int Count, int BlankSectors, long DurableSeq, uint ContentChecksum, SealMark Seal = default)
{
    /// <summary>The size of the header, and what frames are aligned to.</summary>
    public const int SizeBytes = 64;

    /// <summary>
    /// The fewest bytes of padding: a write that stopped short leaves at least one of them zero, or leaves the content whole.
    /// </summary>
    public const int PaddingBytesMin = 8;

    /// <summary>The value of every byte of padding.</summary>
    public const byte PaddingByte = 0xE5;

    /// <summary>Where the length of the content is.</summary>
    public const int ContentLengthOffset = 4;

    /// <summary>Where the first seq is.</summary>
    public const int FirstSeqOffset = 8;

    /// <summary>Where the number of nodes is.</summary>
    public const int CountOffset = 16;

    /// <summary>Where the number of blank sectors is.</summary>
    public const int BlankSectorsOffset = 20;

    /// <summary>Where the durable seq is.</summary>
    public const int DurableSeqOffset = 24;

    /// <summary>Where the salt of the seal is.</summary>
    public const int SealSaltOffset = 32;

    /// <summary>Where the number of the seal is.</summary>
    public const int SealNumberOffset = 48;

    /// <summary>Where the checksum of the content is.</summary>
    public const int ContentChecksumOffset = 56;

    /// <summary>Where the checksum of the header is.</summary>
    public const int HeaderChecksumOffset = 60;

    /// <summary>What a frame begins with.</summary>
    public static ReadOnlySpan<byte> Magic => "NFRM"u8;

    /// <summary>The bytes from the start of this frame to the start of the next.</summary>
    public long Extent => ExtentOf(ContentLength);

    /// <summary>The seq of the last node.</summary>
    public long LastSeq => FirstSeq + Count - 1;

    /// <summary>The bytes that a frame with that much content takes.</summary>
    public static long ExtentOf(long contentLength) =>
        (SizeBytes + contentLength + PaddingBytesMin + SizeBytes - 1) / SizeBytes * SizeBytes;

    /// <summary>Writes the header.</summary>
    public void Write(Span<byte> target, ulong segmentSalt, long position)
    {
        target[..SizeBytes].Clear();
        Magic.CopyTo(target);
        BinaryPrimitives.WriteInt32LittleEndian(target[ContentLengthOffset..], ContentLength);
        BinaryPrimitives.WriteInt64LittleEndian(target[FirstSeqOffset..], FirstSeq);
        BinaryPrimitives.WriteInt32LittleEndian(target[CountOffset..], Count);
        BinaryPrimitives.WriteInt32LittleEndian(target[BlankSectorsOffset..], BlankSectors);
        BinaryPrimitives.WriteInt64LittleEndian(target[DurableSeqOffset..], DurableSeq);
        BinaryPrimitives.WriteUInt128LittleEndian(target[SealSaltOffset..], Seal.Salt);
        BinaryPrimitives.WriteInt64LittleEndian(target[SealNumberOffset..], Seal.Number);
        BinaryPrimitives.WriteUInt32LittleEndian(target[ContentChecksumOffset..], ContentChecksum);
        var checksum = Checksum.Compute(segmentSalt, position, target[..HeaderChecksumOffset]);
        BinaryPrimitives.WriteUInt32LittleEndian(target[HeaderChecksumOffset..], checksum);
    }

    /// <summary>Reads a header that is whole and at its place, with numbers within their limits.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, ulong segmentSalt, long position, out FrameHeader header)
    {
        header = default;
        if (bytes.Length < SizeBytes || !bytes.StartsWith(Magic))
            return false;
        var checksum = BinaryPrimitives.ReadUInt32LittleEndian(bytes[HeaderChecksumOffset..]);
        if (checksum != Checksum.Compute(segmentSalt, position, bytes[..HeaderChecksumOffset]))
            return false;
        header = new FrameHeader(
            BinaryPrimitives.ReadInt32LittleEndian(bytes[ContentLengthOffset..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[FirstSeqOffset..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[CountOffset..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[BlankSectorsOffset..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[DurableSeqOffset..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[ContentChecksumOffset..]),
            new SealMark(
                BinaryPrimitives.ReadUInt128LittleEndian(bytes[SealSaltOffset..]),
                BinaryPrimitives.ReadInt64LittleEndian(bytes[SealNumberOffset..])));
        return header.ContentLength is > 0 and <= Limits.FrameContentBytesMax
            && header.FirstSeq > 0
            && header.Count > 0
            && header.Count <= header.ContentLength
            && header.FirstSeq <= long.MaxValue - header.Count
            && header.BlankSectors >= 0
            && header.DurableSeq >= 0
            && header.DurableSeq < header.FirstSeq
            && header.Seal.Number >= 0
            && (header.Seal.IsSealed || header.Seal.Salt == 0);
    }

    /// <summary>
    /// The parts of a frame, cut at the borders of sectors of the file, that are zeros throughout. A part that the disk did not write reads
    /// as zeros, so finding more of them than the header counts shows that the frame was never wholly written.
    /// </summary>
    /// <param name="frame">The frame with its header and padding, or what there is of it.</param>
    /// <param name="position">Its position in the file.</param>
    public static int CountBlankSectors(ReadOnlySpan<byte> frame, long position)
    {
        var blank = 0;
        for (var start = 0; start < frame.Length;)
        {
            var size = (int)Math.Min(Limits.SectorBytes - (position + start) % Limits.SectorBytes, frame.Length - start);
            if (!frame.Slice(start, size).ContainsAnyExcept((byte)0))
                blank++;
            start += size;
        }

        return blank;
    }
}
