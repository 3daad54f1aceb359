using System.Buffers.Binary;
using System.Security.Cryptography;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Sealing;

namespace Nedb.Storage.Format;

/// <summary>
/// The file KEYS: the data key of a database, sealed under the master key. Little-endian.
/// <code>
///   0  magic "NEDB-KEY"       16  database id                   68  reserved, zero
///   8  format version         32  salt                          72  the data key, sealed: 32 bytes and a tag of 16
///  12  size of this file      64  number of the data key       120  checksum of bytes 0 to 119
/// </code>
/// The wrapping key is HKDF-SHA256 of the master key with that salt, which is drawn anew whenever the file is written: so the one nonce of
/// it can be zero. The first 72 bytes are bound to what is sealed.
/// </summary>
internal static class KeyRecord
{
    /// <summary>Where the size of the file is.</summary>
    public const int SizeOffset = 12;

    /// <summary>Where the database id is.</summary>
    public const int DatabaseIdOffset = 16;

    /// <summary>Where the salt is.</summary>
    public const int SaltOffset = 32;

    /// <summary>The size of the salt.</summary>
    public const int SaltBytes = 32;

    /// <summary>Where the number of the data key is.</summary>
    public const int KeyIdOffset = 64;

    /// <summary>Where zeros are.</summary>
    public const int ReservedOffset = 68;

    /// <summary>Where the sealed data key is.</summary>
    public const int SealedKeyOffset = 72;

    /// <summary>Where the checksum is.</summary>
    public const int ChecksumOffset = SealedKeyOffset + Vault.KeyBytes + Sealer.TagBytes;

    /// <summary>The size of the file.</summary>
    public const int SizeBytes = ChecksumOffset + sizeof(uint);

    private const int NonceBytes = 12;

    /// <summary>What the file begins with.</summary>
    public static ReadOnlySpan<byte> Magic => "NEDB-KEY"u8;

    private static ReadOnlySpan<byte> Purpose => "nedb wrapping key 1"u8;

    /// <summary>The file that holds a data key under a master key.</summary>
    /// <param name="vault">The data key.</param>
    /// <param name="master">The master key.</param>
    /// <param name="salt">Random bytes, used only here.</param>
    public static byte[] Wrap(Vault vault, EncryptionKey master, ReadOnlySpan<byte> salt)
    {
        var bytes = new byte[SizeBytes];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(SegmentHeader.VersionOffset), FormatVersion.Current);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(SizeOffset), SizeBytes);
        vault.DatabaseId.TryWriteBytes(bytes.AsSpan(DatabaseIdOffset), bigEndian: true, out _);
        salt.CopyTo(bytes.AsSpan(SaltOffset, SaltBytes));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(KeyIdOffset), vault.KeyId);
        using var cipher = new AesGcm(DeriveWrappingKey(bytes, master), Sealer.TagBytes);
        cipher.Encrypt(
            stackalloc byte[NonceBytes],
            vault.DataKey,
            bytes.AsSpan(SealedKeyOffset, Vault.KeyBytes),
            bytes.AsSpan(SealedKeyOffset + Vault.KeyBytes, Sealer.TagBytes),
            bytes.AsSpan(0, SealedKeyOffset));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(ChecksumOffset), Checksum.Compute(bytes.AsSpan(0, ChecksumOffset)));
        return bytes;
    }

    /// <summary>Opens the data key.</summary>
    /// <exception cref="StorageException">KeyWrong, UnknownFormat or Corruption.</exception>
    public static Vault Unwrap(ReadOnlySpan<byte> bytes, EncryptionKey master, string file)
    {
        FileStart.Check(bytes, Magic, SizeBytes, file);
        var stored = BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumOffset..]);
        var computed = Checksum.Compute(bytes[..ChecksumOffset]);
        var keyId = BinaryPrimitives.ReadInt32LittleEndian(bytes[KeyIdOffset..]);
        var isWhole = stored == computed && bytes.Length == SizeBytes
            && BinaryPrimitives.ReadInt32LittleEndian(bytes[SizeOffset..]) == SizeBytes
            && keyId > 0 && !bytes[ReservedOffset..SealedKeyOffset].ContainsAnyExcept((byte)0);
        if (!isWhole)
        {
            throw new CorruptionException(
                $"'{file}' is damaged: it has {bytes.Length} bytes, expected {SizeBytes}, and its checksum is {stored:x8}, computed"
                    + $" {computed:x8}. Without it nothing can be read: put back a copy of it.",
                file,
                0);
        }

        Span<byte> dataKey = stackalloc byte[Vault.KeyBytes];
        using var cipher = new AesGcm(DeriveWrappingKey(bytes, master), Sealer.TagBytes);
        try
        {
            cipher.Decrypt(
                stackalloc byte[NonceBytes],
                bytes.Slice(SealedKeyOffset, Vault.KeyBytes),
                bytes.Slice(SealedKeyOffset + Vault.KeyBytes, Sealer.TagBytes),
                dataKey,
                bytes[..SealedKeyOffset]);
        }
        catch (AuthenticationTagMismatchException error)
        {
            throw new StorageException(
                StorageErrorCode.KeyWrong,
                $"The encryption key does not open '{file}': it is the key of another database, or the master key was replaced since.",
                error);
        }

        return new Vault(new Guid(bytes.Slice(DatabaseIdOffset, 16), bigEndian: true), keyId, dataKey);
    }

    private static byte[] DeriveWrappingKey(ReadOnlySpan<byte> file, EncryptionKey master)
    {
        var key = new byte[Vault.KeyBytes];
        HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            master.Bytes,
            key,
            file.Slice(SaltOffset, SaltBytes),
            [.. Purpose, .. file.Slice(DatabaseIdOffset, 16)]);
        return key;
    }
}
