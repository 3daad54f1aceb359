using System.Security.Cryptography;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Io;

namespace Nedb.Storage;

/// <summary>
/// The master key of an encrypted database: 32 secret bytes. It encrypts nothing but the data keys in the file KEYS, so it can be replaced
/// without writing the data anew. Whoever loses it loses the database; its text form never shows in a message.
/// </summary>
public sealed class EncryptionKey
{
    /// <summary>The size of a key in bytes.</summary>
    public const int SizeBytes = 32;

    private readonly byte[] _bytes;

    /// <summary>Takes the bytes of a key.</summary>
    /// <exception cref="StorageException">KeyInvalid: they are not 32.</exception>
    public EncryptionKey(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != SizeBytes)
            throw Invalid($"found {bytes.Length} bytes");
        _bytes = bytes.ToArray();
    }

    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Draws a new key.</summary>
    public static EncryptionKey Generate() => new(Chance.Bytes(SizeBytes));

    /// <summary>Reads a key of 64 hexadecimal digits; white space around them is ignored.</summary>
    /// <exception cref="StorageException">KeyInvalid: the text is something else.</exception>
    public static EncryptionKey Parse(string hex)
    {
        ArgumentNullException.ThrowIfNull(hex);
        var digits = hex.AsSpan().Trim();
        if (digits.Length != 2 * SizeBytes)
            throw Invalid($"found {digits.Length} characters");
        var bytes = new byte[SizeBytes];
        if (Convert.FromHexString(digits, bytes, out _, out _) != System.Buffers.OperationStatus.Done)
            throw Invalid("found other characters");
        return new(bytes);
    }

    /// <summary>Reads the key in a file: 64 hexadecimal digits, or the 32 bytes themselves.</summary>
    /// <exception cref="StorageException">KeyInvalid: the file cannot be read, or holds something else.</exception>
    public static EncryptionKey ReadFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var bytes = KeySource.ReadFile(path);
        if (bytes.Length == SizeBytes)
            return new(bytes);
        try
        {
            return Parse(System.Text.Encoding.ASCII.GetString(bytes));
        }
        catch (StorageException error)
        {
            throw new StorageException(error.Code, $"The key file '{path}' does not hold a key. {error.Message}", error);
        }
    }

    /// <summary>Reads the key in a variable of the environment: 64 hexadecimal digits.</summary>
    /// <exception cref="StorageException">KeyInvalid: the variable is not set, or holds something else.</exception>
    public static EncryptionKey ReadVariable(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var text = KeySource.ReadVariable(name)
            ?? throw new StorageException(
                StorageErrorCode.KeyInvalid, $"The environment variable '{name}', which should hold the encryption key, is not set.");
        try
        {
            return Parse(text);
        }
        catch (StorageException error)
        {
            throw new StorageException(
                error.Code, $"The environment variable '{name}' does not hold a key. {error.Message}", error);
        }
    }

    /// <summary>The 64 hexadecimal digits, to be kept in a safe place.</summary>
    public string ToHexString() => Convert.ToHexStringLower(_bytes);

    /// <summary>Whether two keys are the same; takes the same time whatever they are.</summary>
    public bool IsSame(EncryptionKey? other) => other is not null && CryptographicOperations.FixedTimeEquals(_bytes, other._bytes);

    /// <summary>Says that it is a key, and not which.</summary>
    public override string ToString() => "encryption key";

    private static StorageException Invalid(string found) => new(
        StorageErrorCode.KeyInvalid, $"An encryption key has {SizeBytes} bytes, written as {2 * SizeBytes} hexadecimal digits; {found}.");
}
