namespace Nedb.Storage.Proofs;

/// <summary>A signature under a checkpoint.</summary>
/// <param name="PublicKey">The Ed25519 public key (RFC 8032 §5.1.5), 32 bytes.</param>
/// <param name="Signature">The signature over <see cref="SignedCheckpoint.Statement"/>, 64 bytes.</param>
public readonly record struct CheckpointSignature(ReadOnlyMemory<byte> PublicKey, ReadOnlyMemory<byte> Signature);
