using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Nedb.Storage.Io;

namespace Nedb.Storage.Sealing;

/// <summary>
/// The open data key of an encrypted database, from which the keys of its files are derived (HKDF-SHA256, RFC 5869): one for every salt and
/// file. Safe for any number of threads.
/// </summary>
internal sealed class Vault
{
    /// <summary>The size of a data key.</summary>
    public const int KeyBytes = 32;

    private const int FileNameBytesMax = 96;

    private readonly byte[] _dataKey;

    /// <summary>Takes an open data key.</summary>
    public Vault(Guid databaseId, int keyId, ReadOnlySpan<byte> dataKey)
    {
        DatabaseId = databaseId;
        KeyId = keyId;
        _dataKey = dataKey.ToArray();
    }

    /// <summary>The database that the key is of.</summary>
    public Guid DatabaseId { get; }

    /// <summary>The number of the data key, at least 1.</summary>
    public int KeyId { get; }

    internal ReadOnlySpan<byte> DataKey => _dataKey;

    private static ReadOnlySpan<byte> Purpose => "nedb file key 1"u8;

    /// <summary>A new data key for a database.</summary>
    public static Vault Create(Guid databaseId, int keyId) => new(databaseId, keyId, Chance.Bytes(KeyBytes));

    /// <summary>For a writer: a sealer with a salt of its own.</summary>
    /// <param name="file">What names the file within the database, its final path: at most 96 characters of ASCII.</param>
    public Sealer CreateSealer(string file) =>
        CreateSealer(file, BinaryPrimitives.ReadUInt128LittleEndian(Chance.Bytes(Sealer.SaltBytes)));

    /// <summary>For a reader: the sealer of a salt that a file holds.</summary>
    public Sealer CreateSealer(string file, UInt128 salt)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(file.Length, FileNameBytesMax, nameof(file));
        Span<byte> saltBytes = stackalloc byte[Sealer.SaltBytes];
        BinaryPrimitives.WriteUInt128LittleEndian(saltBytes, salt);
        var place = PlaceOf(DatabaseId, file);
        var key = new byte[KeyBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _dataKey, key, saltBytes, [.. Purpose, .. place]);
        return new Sealer(key, salt, place);
    }

    private static byte[] PlaceOf(Guid databaseId, string file)
    {
        var place = new byte[16 + file.Length];
        databaseId.TryWriteBytes(place, bigEndian: true, out _);
        Encoding.ASCII.GetBytes(file, place.AsSpan(16));
        return place;
    }
}
