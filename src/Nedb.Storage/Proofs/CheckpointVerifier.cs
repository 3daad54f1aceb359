using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Nedb.Storage.Proofs;

/// <summary>
/// Checks the signatures of checkpoints (Ed25519, RFC 8032 §5.1.7). It needs no database; whatever it is given, it does not throw.
/// </summary>
public static class CheckpointVerifier
{
    /// <summary>Checks that a checkpoint was signed with a key.</summary>
    /// <param name="signed">The checkpoint, from whomever.</param>
    /// <param name="trustedPublicKey">The public key of the signer, 32 bytes, from a place that the giver could not change.</param>
    public static ProofVerdict Verify(SignedCheckpoint? signed, ReadOnlySpan<byte> trustedPublicKey)
    {
        if (signed?.Checkpoint is null || signed.Signatures.IsDefaultOrEmpty)
            return ProofVerdict.Refused("There is no checkpoint, or nobody signed it.");
        if (trustedPublicKey.Length != Ed25519.PublicKeySize)
            return ProofVerdict.Refused($"A public key has {Ed25519.PublicKeySize} bytes; found {trustedPublicKey.Length}.");
        var key = trustedPublicKey.ToArray();
        if (!Ed25519.ValidatePublicKeyFull(key, 0))
            return ProofVerdict.Refused("The public key is not a point of the curve that a signer can have.");
        foreach (var candidate in signed.Signatures)
        {
            if (!candidate.PublicKey.Span.SequenceEqual(key))
                continue;
            var signature = candidate.Signature.ToArray();
            if (signature.Length != Ed25519.SignatureSize)
                return ProofVerdict.Refused($"A signature has {Ed25519.SignatureSize} bytes; found {signature.Length}.");
            var statement = SignedCheckpoint.Statement(signed.Checkpoint);
            return Ed25519.Verify(signature, 0, key, 0, statement, 0, statement.Length)
                ? ProofVerdict.Valid
                : ProofVerdict.Refused("The signature is not one of this key over this checkpoint.");
        }

        return ProofVerdict.Refused($"None of the {signed.Signatures.Length} signatures is by the key {Convert.ToHexStringLower(key)}.");
    }
}
