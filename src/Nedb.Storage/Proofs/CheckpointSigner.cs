using System.Security.Cryptography;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Nedb.Storage.Proofs;

/// <summary>
/// Signs checkpoints with Ed25519 (RFC 8032 §5.1). The seed is the private key: keep it where the database is not, and the owner of the
/// files cannot sign another history.
/// </summary>
public sealed class CheckpointSigner
{
    /// <summary>The size of a seed in bytes.</summary>
    public const int SeedBytes = 32;

    private readonly byte[] _seed;

    /// <summary>Makes a signer from a seed that was kept.</summary>
    /// <param name="seed">32 bytes that nobody else knows.</param>
    /// <exception cref="ArgumentException">The seed is of another length.</exception>
    public CheckpointSigner(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedBytes)
            throw new ArgumentException($"A seed has {SeedBytes} bytes; found {seed.Length}.", nameof(seed));
        _seed = seed.ToArray();
        var publicKey = new byte[Ed25519.PublicKeySize];
        Ed25519.GeneratePublicKey(_seed, 0, publicKey, 0);
        PublicKey = publicKey;
    }

    /// <summary>The key that others check the signatures with, 32 bytes.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>A new seed from the random numbers of the operating system.</summary>
    public static byte[] NewSeed() => RandomNumberGenerator.GetBytes(SeedBytes);

    /// <summary>Signs a checkpoint.</summary>
    public SignedCheckpoint Sign(Checkpoint checkpoint) => Sign(new SignedCheckpoint(checkpoint, []));

    /// <summary>Adds a signature to those that a checkpoint has.</summary>
    public SignedCheckpoint Sign(SignedCheckpoint signed)
    {
        ArgumentNullException.ThrowIfNull(signed);
        var statement = SignedCheckpoint.Statement(signed.Checkpoint);
        var signature = new byte[Ed25519.SignatureSize];
        Ed25519.Sign(_seed, 0, statement, 0, statement.Length, signature, 0);
        return signed.With(new(PublicKey, signature));
    }
}
