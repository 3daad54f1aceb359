using System.Buffers.Binary;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Format;

namespace Nedb.Storage.Runs;

/// <summary>
/// The first 64 bytes of a run; little-endian.
/// <code>
///   0  magic "NEDB-RUN"       32  run id
///   8  format version         40  salt
///  12  size of this header    56  codec of the blocks
///  16  database id            60  checksum of bytes 0 to 59
/// </code>
/// </summary>
internal sealed record RunHeader(Guid DatabaseId, long RunId, UInt128 Salt, uint Codec)
{
    /// <summary>The size of the header; the first block follows.</summary>
    public const int SizeBytes = 64;

    /// <summary>Where the size of the header is.</summary>
    public const int SizeOffset = 12;

    /// <summary>Where the database id is.</summary>
    public const int DatabaseIdOffset = 16;

    /// <summary>Where the id of the run is.</summary>
    public const int RunIdOffset = 32;

    /// <summary>Where the salt is; its first 8 bytes are part of every checksum in the file.</summary>
    public const int SaltOffset = 40;

    /// <summary>Where the codec is.</summary>
    public const int CodecOffset = 56;

    /// <summary>Where the checksum is.</summary>
    public const int ChecksumOffset = 60;

    /// <summary>What a run begins with.</summary>
    public static ReadOnlySpan<byte> Magic => "NEDB-RUN"u8;

    /// <summary>What goes into the checksums of the file.</summary>
    public ulong ChecksumSalt => (ulong)Salt;

    /// <summary>The header as bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[SizeBytes];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(SegmentHeader.VersionOffset), FormatVersion.Current);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(SizeOffset), SizeBytes);
        DatabaseId.TryWriteBytes(bytes.AsSpan(DatabaseIdOffset), bigEndian: true, out _);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(RunIdOffset), RunId);
        BinaryPrimitives.WriteUInt128LittleEndian(bytes.AsSpan(SaltOffset), Salt);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(CodecOffset), Codec);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(ChecksumOffset), Checksum.Compute(bytes.AsSpan(0, ChecksumOffset)));
        return bytes;
    }

    /// <summary>Reads the header from the beginning of a run.</summary>
    /// <param name="bytes">The first bytes of the file; as many as it has, up to <see cref="SizeBytes"/>.</param>
    /// <param name="file">The file, for messages.</param>
    /// <exception cref="StorageException">UnknownFormat or Corruption.</exception>
    public static RunHeader Read(ReadOnlySpan<byte> bytes, string file)
    {
        FileStart.Check(bytes, Magic, SizeBytes, file);
        var stored = BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumOffset..]);
        var computed = Checksum.Compute(bytes[..ChecksumOffset]);
        if (stored != computed)
            throw RunFault.Damaged(file, 0, $"a header with the checksum {computed:x8}", $"{stored:x8}");
        var size = BinaryPrimitives.ReadUInt32LittleEndian(bytes[SizeOffset..]);
        if (size != SizeBytes)
            throw RunFault.Damaged(file, SizeOffset, $"a header of {SizeBytes} bytes", $"{size}");
        return new RunHeader(
            new Guid(bytes.Slice(DatabaseIdOffset, 16), bigEndian: true),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[RunIdOffset..]),
            BinaryPrimitives.ReadUInt128LittleEndian(bytes[SaltOffset..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[CodecOffset..]));
    }
}
