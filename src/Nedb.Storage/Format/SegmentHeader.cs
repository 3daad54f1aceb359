using System.Buffers.Binary;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Values;

namespace Nedb.Storage.Format;

/// <summary>
/// The first 128 bytes of a segment; little-endian.
/// <code>
///   0  magic "NEDB-LOG"       32  first seq         80  number of the data key, or zero
///   8  format version         40  salt              84  revision
///  12  size of this header    48  previous head     88  layout
///  16  database id                                  92  seal salt
///                                                  108  reserved, zero
///                                                  124  checksum of bytes 0 to 123
/// </code>
/// </summary>
internal sealed record SegmentHeader(Guid DatabaseId, long FirstSeq, ulong Salt, Hash256 PreviousHead, int KeyId = 0, int Revision = 0)
{
    /// <summary>The size of the header; the first frame follows.</summary>
    public const int SizeBytes = 128;

    /// <summary>Where the format version is; at the same place in every kind of file.</summary>
    public const int VersionOffset = 8;

    /// <summary>Where the size of the header is.</summary>
    public const int SizeOffset = 12;

    /// <summary>Where the database id is.</summary>
    public const int DatabaseIdOffset = 16;

    /// <summary>Where the first seq is.</summary>
    public const int FirstSeqOffset = 32;

    /// <summary>Where the salt of the segment's checksums is.</summary>
    public const int SaltOffset = 40;

    /// <summary>Where the head before the first commit of the segment is.</summary>
    public const int PreviousHeadOffset = 48;

    /// <summary>Where the number of the data key is.</summary>
    public const int KeyIdOffset = 80;

    /// <summary>Where the revision is.</summary>
    public const int RevisionOffset = 84;

    /// <summary>Where the layout is.</summary>
    public const int LayoutOffset = 88;

    /// <summary>Where the salt of the seals of a packed segment is.</summary>
    public const int SealSaltOffset = 92;

    /// <summary>Where zeros are.</summary>
    public const int ReservedOffset = 108;

    /// <summary>Where the checksum is.</summary>
    public const int ChecksumOffset = 124;

    private const int PackedLayout = 1;

    /// <summary>What a segment begins with.</summary>
    public static ReadOnlySpan<byte> Magic => "NEDB-LOG"u8;

    /// <summary>Whether the segment is sealed.</summary>
    public bool IsSealed => KeyId != 0;

    /// <summary>Whether the segment is compressed in blocks; then these are what is sealed, and frames are not.</summary>
    public bool IsPacked { get; init; }

    /// <summary>The salt of the seals of a packed segment; zero where there are none.</summary>
    public UInt128 SealSalt { get; init; }

    /// <summary>Whether each frame is sealed.</summary>
    public bool AreFramesSealed => IsSealed && !IsPacked;

    /// <summary>The path of the segment.</summary>
    public string Path => SegmentName.PathOf(FirstSeq, Revision);

    /// <summary>The header as bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[SizeBytes];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(VersionOffset), FormatVersion.Current);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(SizeOffset), SizeBytes);
        DatabaseId.TryWriteBytes(bytes.AsSpan(DatabaseIdOffset), bigEndian: true, out _);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(FirstSeqOffset), FirstSeq);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(SaltOffset), Salt);
        PreviousHead.CopyTo(bytes.AsSpan(PreviousHeadOffset));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(KeyIdOffset), KeyId);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(RevisionOffset), Revision);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(LayoutOffset), IsPacked ? PackedLayout : 0);
        BinaryPrimitives.WriteUInt128LittleEndian(bytes.AsSpan(SealSaltOffset), SealSalt);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(ChecksumOffset), Checksum.Compute(bytes.AsSpan(0, ChecksumOffset)));
        return bytes;
    }

    /// <summary>Reads the header from the beginning of a segment.</summary>
    /// <param name="bytes">The first bytes of the file; as many as it has, up to <see cref="SizeBytes"/>.</param>
    /// <param name="file">The file, for messages.</param>
    /// <exception cref="StorageException">UnknownFormat or Corruption.</exception>
    public static SegmentHeader Read(ReadOnlySpan<byte> bytes, string file)
    {
        FileStart.Check(bytes, Magic, SizeBytes, file);
        var stored = BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumOffset..]);
        var computed = Checksum.Compute(bytes[..ChecksumOffset]);
        if (stored != computed)
            throw new CorruptionException(
                $"The header of '{file}' is damaged: its checksum is {stored:x8}, computed {computed:x8}.", file, 0);
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[SizeOffset..]) != SizeBytes
            || BinaryPrimitives.ReadInt32LittleEndian(bytes[KeyIdOffset..]) < 0
            || BinaryPrimitives.ReadInt32LittleEndian(bytes[RevisionOffset..]) < 0
            || BinaryPrimitives.ReadInt32LittleEndian(bytes[LayoutOffset..]) is not (0 or PackedLayout)
            || bytes[ReservedOffset..ChecksumOffset].ContainsAnyExcept((byte)0))
        {
            throw new CorruptionException(
                $"The header of '{file}' has another size than {SizeBytes}, or its reserved bytes are not zero.", file, SizeOffset);
        }

        return new SegmentHeader(
            new Guid(bytes.Slice(DatabaseIdOffset, 16), bigEndian: true),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[FirstSeqOffset..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[SaltOffset..]),
            new Hash256(bytes.Slice(PreviousHeadOffset, Hash256.SizeBytes)),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[KeyIdOffset..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[RevisionOffset..]))
        {
            IsPacked = BinaryPrimitives.ReadInt32LittleEndian(bytes[LayoutOffset..]) == PackedLayout,
            SealSalt = BinaryPrimitives.ReadUInt128LittleEndian(bytes[SealSaltOffset..]),
        };
    }
}
