using System.Buffers.Binary;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Sealing;

namespace Nedb.Storage.Format;

/// <summary>
/// A small file, sealed as a whole, whenever it is written under a salt of its own. Little-endian.
/// <code>
///   0  magic "NEDB-SLD"       12  size of this file      32  salt
///   8  format version         16  database id            48  what the file holds, sealed under the number 0; its last 16 bytes are the tag
/// </code>
/// The first 48 bytes are bound to what is sealed, as is the name of the file.
/// </summary>
internal static class SealedEnvelope
{
    /// <summary>Where the size of the file is.</summary>
    public const int SizeOffset = 12;

    /// <summary>Where the database id is.</summary>
    public const int DatabaseIdOffset = 16;

    /// <summary>Where the salt is.</summary>
    public const int SaltOffset = 32;

    /// <summary>Where what is sealed begins.</summary>
    public const int ContentOffset = 48;

    /// <summary>What sealing adds to a file.</summary>
    public const int AddedBytes = ContentOffset + Sealer.TagBytes;

    /// <summary>What a sealed file begins with.</summary>
    public static ReadOnlySpan<byte> Magic => "NEDB-SLD"u8;

    /// <summary>Seals a file.</summary>
    /// <param name="vault">The data key.</param>
    /// <param name="file">The final path of the file.</param>
    /// <param name="content">What it holds.</param>
    public static byte[] Wrap(Vault vault, string file, ReadOnlySpan<byte> content)
    {
        using var sealer = vault.CreateSealer(file);
        return Wrap(vault, sealer, content);
    }

    /// <summary>Seals a file under a salt that is used nowhere else.</summary>
    public static byte[] Wrap(Vault vault, Sealer sealer, ReadOnlySpan<byte> content)
    {
        var bytes = new byte[AddedBytes + content.Length];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(SegmentHeader.VersionOffset), FormatVersion.Current);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(SizeOffset), bytes.Length);
        vault.DatabaseId.TryWriteBytes(bytes.AsSpan(DatabaseIdOffset), bigEndian: true, out _);
        BinaryPrimitives.WriteUInt128LittleEndian(bytes.AsSpan(SaltOffset), sealer.Salt);
        sealer.Seal(0, content, bytes.AsSpan(ContentOffset), bytes.AsSpan(0, ContentOffset));
        return bytes;
    }

    /// <summary>Whether a file is sealed.</summary>
    public static bool IsOne(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Magic);

    /// <summary>Opens a file.</summary>
    /// <exception cref="StorageException">UnknownFormat, or Corruption: it is not what was sealed here.</exception>
    public static byte[] Unwrap(Vault vault, string file, ReadOnlySpan<byte> bytes)
    {
        FileStart.Check(bytes, Magic, AddedBytes, file);
        using var sealer = vault.CreateSealer(file, BinaryPrimitives.ReadUInt128LittleEndian(bytes[SaltOffset..]));
        var content = new byte[bytes.Length - AddedBytes];
        if (!sealer.TryOpen(0, bytes[ContentOffset..], content, bytes[..ContentOffset]))
        {
            throw new CorruptionException(
                $"'{file}' is damaged: it is not what was sealed in this database under this name. Put back a copy of it; the log"
                    + " itself may be whole.",
                file,
                0);
        }

        return content;
    }
}
