using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Nedb.Storage.Sealing;

/// <summary>
/// Seals blocks of one file with AES-256-GCM (NIST SP 800-38D) under a key that belongs to one salt. A block is sealed under a number,
/// which is its nonce, and is bound to the database, the file, the number, and whatever else the caller names: elsewhere it does not open.
///
/// A nonce must never come twice under one key. So every writer draws a salt of its own (<see cref="Vault.CreateSealer(string)"/>) and
/// uses each number once: a file that is written once takes the position of a block, the log counts. What is written again after a crash,
/// or in a copy of the database that went its own way, is written under another salt, and hence under another key.
///
/// Safe for any number of threads.
/// </summary>
internal sealed class Sealer : IDisposable
{
    /// <summary>The size of a salt.</summary>
    public const int SaltBytes = 16;

    /// <summary>What sealing adds to a block.</summary>
    public const int TagBytes = 16;

    private const int NonceBytes = 12;
    private const int BoundBytesMax = 256;

    private readonly byte[] _key;
    private readonly byte[] _place;
    private AesGcm? _idle;

    /// <summary>Takes a derived key.</summary>
    /// <param name="key">The key of this salt.</param>
    /// <param name="salt">The salt, which the file holds.</param>
    /// <param name="place">The database and the file.</param>
    internal Sealer(byte[] key, UInt128 salt, byte[] place)
    {
        _key = key;
        Salt = salt;
        _place = place;
    }

    /// <summary>The salt, to be kept in the file: without it nothing is opened again.</summary>
    public UInt128 Salt { get; }

    /// <summary>Seals a block.</summary>
    /// <param name="number">The nonce: used once.</param>
    /// <param name="plain">The block.</param>
    /// <param name="target">Where it goes: <see cref="TagBytes"/> longer; it may begin where the block does.</param>
    /// <param name="bound">What else must be the same when the block is opened; at most 128 bytes.</param>
    public void Seal(long number, ReadOnlySpan<byte> plain, Span<byte> target, ReadOnlySpan<byte> bound = default)
    {
        Span<byte> nonce = stackalloc byte[NonceBytes];
        Span<byte> associated = stackalloc byte[BoundBytesMax];
        associated = Bind(number, bound, nonce, associated);
        var cipher = Interlocked.Exchange(ref _idle, null) ?? new AesGcm(_key, TagBytes);
        cipher.Encrypt(nonce, plain, target[..plain.Length], target.Slice(plain.Length, TagBytes), associated);
        Return(cipher);
    }

    /// <summary>Opens a block.</summary>
    /// <param name="number">The number under which it was sealed.</param>
    /// <param name="block">The sealed block.</param>
    /// <param name="target">Where it goes: <see cref="TagBytes"/> shorter.</param>
    /// <param name="bound">What it was bound to.</param>
    /// <returns>Whether it is what was sealed, here; otherwise the target is zeros.</returns>
    public bool TryOpen(long number, ReadOnlySpan<byte> block, Span<byte> target, ReadOnlySpan<byte> bound = default)
    {
        if (block.Length < TagBytes)
            return false;
        Span<byte> nonce = stackalloc byte[NonceBytes];
        Span<byte> associated = stackalloc byte[BoundBytesMax];
        associated = Bind(number, bound, nonce, associated);
        var cipher = Interlocked.Exchange(ref _idle, null) ?? new AesGcm(_key, TagBytes);
        try
        {
            cipher.Decrypt(nonce, block[..^TagBytes], block[^TagBytes..], target[..(block.Length - TagBytes)], associated);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
        finally
        {
            Return(cipher);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _idle, null)?.Dispose();

    private Span<byte> Bind(long number, ReadOnlySpan<byte> bound, Span<byte> nonce, Span<byte> associated)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt64LittleEndian(nonce, number);
        _place.CopyTo(associated);
        bound.CopyTo(associated[_place.Length..]);
        return associated[..(_place.Length + bound.Length)];
    }

    // One is kept: that is all that a lone reader or writer needs, and others pay for a new one.
    private void Return(AesGcm cipher) => Interlocked.Exchange(ref _idle, cipher)?.Dispose();
}
