using System.Buffers.Binary;
using System.Collections.Immutable;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Values;

namespace Nedb.Storage.Format;

/// <summary>
/// What is live, and what of it is durable: a lower bound of the log, written when the database is made, when a segment is begun, and when
/// it is closed. Little-endian.
/// <code>
///   0  magic "NEDB-MAN"       32  generation            120  first seq of a segment   }
///   8  format version         40  seq claimed           128  its length claimed       } for each segment
///  12  size of this file      48  head at that seq      136  its revision             }
///  16  database id            80  root at that seq      140  reserved, zero           }
///                            112  number of segments
///                            116  reserved, zero      end - 4  checksum of all before
/// </code>
/// </summary>
internal sealed record ManifestRecord(
    Guid DatabaseId, long Generation, long Seq, Hash256 Head, Hash256 Root, ImmutableArray<ManifestSegment> Segments)
{
    /// <summary>Where the size of the file is.</summary>
    public const int SizeOffset = 12;

    /// <summary>Where the database id is.</summary>
    public const int DatabaseIdOffset = 16;

    /// <summary>Where the generation is: one more than that of the manifest replaced.</summary>
    public const int GenerationOffset = 32;

    /// <summary>Where the seq is.</summary>
    public const int SeqOffset = 40;

    /// <summary>Where the head is.</summary>
    public const int HeadOffset = 48;

    /// <summary>Where the root is.</summary>
    public const int RootOffset = 80;

    /// <summary>Where the number of segments is.</summary>
    public const int CountOffset = 112;

    /// <summary>Where zeros are.</summary>
    public const int ReservedOffset = 116;

    /// <summary>Where the segments begin.</summary>
    public const int SegmentsOffset = 120;

    /// <summary>The size of one segment's entry.</summary>
    public const int SegmentBytes = 24;

    private const int ChecksumBytes = 4;

    /// <summary>The size of a manifest without segments.</summary>
    public const int SizeMin = SegmentsOffset + ChecksumBytes;

    /// <summary>The most bytes that a manifest may have.</summary>
    public const int SizeMax = SizeMin + SegmentBytes * Limits.SegmentsMax;

    /// <summary>What a manifest begins with.</summary>
    public static ReadOnlySpan<byte> Magic => "NEDB-MAN"u8;

    /// <summary>The manifest as bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[SizeMin + SegmentBytes * Segments.Length];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(SegmentHeader.VersionOffset), FormatVersion.Current);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(SizeOffset), bytes.Length);
        DatabaseId.TryWriteBytes(bytes.AsSpan(DatabaseIdOffset), bigEndian: true, out _);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(GenerationOffset), Generation);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(SeqOffset), Seq);
        Head.CopyTo(bytes.AsSpan(HeadOffset));
        Root.CopyTo(bytes.AsSpan(RootOffset));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(CountOffset), Segments.Length);
        for (var i = 0; i < Segments.Length; i++)
        {
            var entry = bytes.AsSpan(SegmentsOffset + SegmentBytes * i);
            BinaryPrimitives.WriteInt64LittleEndian(entry, Segments[i].FirstSeq);
            BinaryPrimitives.WriteInt64LittleEndian(entry[8..], Segments[i].Length);
            BinaryPrimitives.WriteInt32LittleEndian(entry[16..], Segments[i].Revision);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(
            bytes.AsSpan(bytes.Length - ChecksumBytes), Checksum.Compute(bytes.AsSpan(0, bytes.Length - ChecksumBytes)));
        return bytes;
    }

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="StorageException">UnknownFormat or Corruption.</exception>
    public static ManifestRecord Read(ReadOnlySpan<byte> bytes, string file)
    {
        FileStart.Check(bytes, Magic, SizeMin, file);
        var stored = BinaryPrimitives.ReadUInt32LittleEndian(bytes[^ChecksumBytes..]);
        var computed = Checksum.Compute(bytes[..^ChecksumBytes]);
        if (stored != computed)
            throw Damaged(file, 0, $"its checksum is {stored:x8}, computed {computed:x8}");
        var count = BinaryPrimitives.ReadInt32LittleEndian(bytes[CountOffset..]);
        if (count is < 1 or > Limits.SegmentsMax || bytes.Length != SizeMin + SegmentBytes * count
            || BinaryPrimitives.ReadInt32LittleEndian(bytes[SizeOffset..]) != bytes.Length)
            throw Damaged(file, SizeOffset, $"it has {bytes.Length} bytes and names {count} segments, which do not fit each other");
        var segments = ImmutableArray.CreateBuilder<ManifestSegment>(count);
        for (var i = 0; i < count; i++)
        {
            var entry = bytes.Slice(SegmentsOffset + SegmentBytes * i, SegmentBytes);
            var segment = new ManifestSegment(
                BinaryPrimitives.ReadInt64LittleEndian(entry),
                BinaryPrimitives.ReadInt64LittleEndian(entry[8..]),
                BinaryPrimitives.ReadInt32LittleEndian(entry[16..]));
            var isInOrder = i == 0 ? segment.FirstSeq == 1 : segment.FirstSeq > segments[i - 1].FirstSeq;
            if (!isInOrder || segment.Length < SegmentHeader.SizeBytes || segment.Length % FrameHeader.SizeBytes != 0
                || segment.Revision < 0 || BinaryPrimitives.ReadInt32LittleEndian(entry[20..]) != 0)
                throw Damaged(
                    file, SegmentsOffset + SegmentBytes * i, $"segment {i} has first seq {segment.FirstSeq} and length {segment.Length}");
            segments.Add(segment);
        }

        var seq = BinaryPrimitives.ReadInt64LittleEndian(bytes[SeqOffset..]);
        if (seq < segments[^1].FirstSeq - 1)
            throw Damaged(file, SeqOffset, $"it claims seq {seq}, less than the first seq {segments[^1].FirstSeq} of its last segment");
        return new ManifestRecord(
            new Guid(bytes.Slice(DatabaseIdOffset, 16), bigEndian: true),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[GenerationOffset..]),
            seq,
            new Hash256(bytes.Slice(HeadOffset, Hash256.SizeBytes)),
            new Hash256(bytes.Slice(RootOffset, Hash256.SizeBytes)),
            segments.MoveToImmutable());
    }

    private static CorruptionException Damaged(string file, long offset, string found) =>
        new($"'{file}' is damaged: {found}. Put back a copy of it; the log itself may be whole.", file, offset);
}
