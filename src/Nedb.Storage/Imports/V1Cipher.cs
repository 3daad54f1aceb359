using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Nedb.Storage.Diagnostics;

namespace Nedb.Storage.Imports;

/// <summary>
/// The encryption of NEDB v1: a data key, wrapped in <c>key.enc</c> under HKDF-SHA256 of the master key, encrypts each line with
/// AES-256-GCM.
/// </summary>
internal sealed class V1Cipher : IDisposable
{
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly AesGcm _data;

    private V1Cipher(byte[] dataKey) => _data = new(dataKey, TagBytes);

    /// <summary>Unwraps the data key; null where the options name no key.</summary>
    /// <exception cref="StorageException">ImportInvalid: only one of key and key file was given, the file is none, or the key is another.
    /// </exception>
    public static V1Cipher? Open(NedbV1Options options)
    {
        if (options.MasterKey is null && options.KeyFile is null)
            return null;
        if (options.MasterKey is not { } master || options.KeyFile is not { } file)
            throw new StorageException(
                StorageErrorCode.ImportInvalid, "An encrypted log needs both its master key and the text of its file key.enc.");
        byte[] nonce, wrapped;
        try
        {
            using var document = JsonDocument.Parse(file);
            var root = document.RootElement;
            if (root.GetProperty("v").GetInt32() != 1 || root.GetProperty("alg").GetString() != "AES-256-GCM")
                throw new FormatException("Expected version 1 and AES-256-GCM.");
            nonce = Convert.FromHexString(root.GetProperty("n").GetString()!);
            wrapped = Convert.FromHexString(root.GetProperty("ct").GetString()!);
            if (nonce.Length != NonceBytes || wrapped.Length != KeyBytes + TagBytes)
                throw new FormatException($"Expected a nonce of {NonceBytes} bytes and {KeyBytes + TagBytes} bytes of wrapped key.");
        }
        catch (Exception error) when (error is JsonException or FormatException or KeyNotFoundException or InvalidOperationException
            or ArgumentException)
        {
            throw new StorageException(StorageErrorCode.ImportInvalid, "The file key.enc is not one of NEDB v1: " + error.Message, error);
        }

        var wrappingKey = HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            master.ToArray(),
            KeyBytes,
            Encoding.UTF8.GetBytes("NEDB-hkdf-v1"),
            Encoding.UTF8.GetBytes("nedb-key"));
        try
        {
            var dataKey = new byte[KeyBytes];
            using var unwrap = new AesGcm(wrappingKey, TagBytes);
            unwrap.Decrypt(nonce, wrapped.AsSpan(0, KeyBytes), wrapped.AsSpan(KeyBytes), dataKey, "NEDB-DEK-v1"u8);
            return new(dataKey);
        }
        catch (AuthenticationTagMismatchException error)
        {
            throw new StorageException(
                StorageErrorCode.ImportInvalid,
                "The master key is not the one that the file key.enc was made with. Nothing was changed.",
                error);
        }
    }

    /// <summary>Decrypts what stands under <c>ct</c> in a line.</summary>
    /// <exception cref="FormatException">It is no such thing, or was changed.</exception>
    public byte[] Decrypt(string text)
    {
        var sealedBytes = Convert.FromBase64String(text);
        if (sealedBytes.Length < NonceBytes + TagBytes)
            throw new FormatException("The encrypted line is too short.");
        var plain = new byte[sealedBytes.Length - NonceBytes - TagBytes];
        try
        {
            _data.Decrypt(
                sealedBytes.AsSpan(0, NonceBytes),
                sealedBytes.AsSpan(NonceBytes, plain.Length),
                sealedBytes.AsSpan(NonceBytes + plain.Length),
                plain,
                "NEDB-data-v1"u8);
            return plain;
        }
        catch (AuthenticationTagMismatchException error)
        {
            throw new FormatException("The encrypted line was changed, or is of another key.", error);
        }
    }

    public void Dispose() => _data.Dispose();
}
