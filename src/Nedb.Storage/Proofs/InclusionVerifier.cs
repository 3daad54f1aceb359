using Nedb.Storage.Format;
using Nedb.Storage.Values;

namespace Nedb.Storage.Proofs;

/// <summary>
/// Checks inclusion proofs (RFC 9162 §2.1.3.2) against what the caller trusts. It needs no database and opens no file; whatever it is
/// given, it does not throw.
/// </summary>
public static class InclusionVerifier
{
    /// <summary>Checks that the node of the proof is in the tree that a trusted checkpoint names.</summary>
    /// <param name="proof">The proof, from whomever.</param>
    /// <param name="trusted">The checkpoint, from a place that the giver of the proof could not change. Its head is not used.</param>
    public static ProofVerdict Verify(InclusionProof? proof, Checkpoint? trusted) => Verify(proof, trusted, out _, readsNode: false);

    /// <summary>As the other, and reads what the proof says, where it holds.</summary>
    /// <param name="proof">The proof, from whomever.</param>
    /// <param name="trusted">The checkpoint, from a place that the giver of the proof could not change. Its head is not used.</param>
    /// <param name="node">What was written; null where the proof does not hold.</param>
    public static ProofVerdict Verify(InclusionProof? proof, Checkpoint? trusted, out ProvenNode? node) =>
        Verify(proof, trusted, out node, readsNode: true);

    private static ProofVerdict Verify(InclusionProof? proof, Checkpoint? trusted, out ProvenNode? node, bool readsNode)
    {
        node = null;
        if (proof is null || trusted is null)
            return ProofVerdict.Refused("There is no proof, or no checkpoint to check it against.");
        if (proof.DatabaseId != trusted.DatabaseId)
            return ProofVerdict.Refused($"The proof is of database {proof.DatabaseId}; the checkpoint is of {trusted.DatabaseId}.");
        var verdict = Verify(proof, trusted.Root, trusted.Seq);
        if (!verdict.IsValid || !readsNode)
            return verdict;
        NodeHeader.TryRead(proof.Header.Span, out var header, out _); // as it was checked
        return ProvenNode.TryRead(in header, proof, out node, out var fault) ? verdict : ProofVerdict.Refused(fault);
    }

    /// <summary>Checks that the node of the proof is in the tree with a trusted root and size.</summary>
    /// <param name="proof">The proof, from whomever.</param>
    /// <param name="trustedRoot">The root, from a place that the giver of the proof could not change.</param>
    /// <param name="trustedSize">The number of leaves under that root, which is the seq of its moment.</param>
    public static ProofVerdict Verify(InclusionProof? proof, Hash256 trustedRoot, long trustedSize)
    {
        if (proof is null)
            return ProofVerdict.Refused("There is no proof.");
        if (proof.TreeSize != trustedSize)
            return ProofVerdict.Refused($"The proof is for a tree of {proof.TreeSize} leaves; the trusted one has {trustedSize}.");
        if (proof.Root != trustedRoot)
            return ProofVerdict.Refused($"The proof leads to the root {proof.Root}; the trusted one is {trustedRoot}.");
        if (proof.Seq < 1 || proof.Seq > proof.TreeSize)
            return ProofVerdict.Refused($"The tree of {proof.TreeSize} leaves has no seq {proof.Seq}.");
        if (proof.Commitment is not null && !(proof.Salt.IsEmpty && proof.Payload.IsEmpty))
            return ProofVerdict.Refused("A proof has either salt and payload, or a commitment in their place.");
        if (proof.Commitment is null && proof.Salt.Length != NodeHeader.SaltBytes)
            return ProofVerdict.Refused($"A salt has {NodeHeader.SaltBytes} bytes; found {proof.Salt.Length}.");
        if (proof.Path.IsDefault)
            return ProofVerdict.Refused("The proof has no path.");
        if (!NodeHeader.TryRead(proof.Header.Span, out var header, out var fault))
            return ProofVerdict.Refused("The header is not the canonical header of a node: " + fault);
        if (header.Seq != proof.Seq)
            return ProofVerdict.Refused($"The header is that of seq {header.Seq}; the proof claims seq {proof.Seq}.");
        var leaf = HashDomain.HashLeaf(
            proof.Header.Span, proof.Commitment ?? HashDomain.HashPayload(proof.Salt.Span, proof.Payload.Span));
        return Climb(leaf, proof.Seq - 1, proof.TreeSize, proof.Path.AsSpan(), trustedRoot);
    }

    /// <summary>The root that a path leads to; false where it has not as many hashes as the place of the leaf needs.</summary>
    internal static bool TryClimb(Hash256 leaf, long index, long size, ReadOnlySpan<Hash256> path, out Hash256 root)
    {
        // node and last walk up the levels together: the position of the hash in hand, and of the rightmost subtree of its level.
        var node = index;
        var last = size - 1;
        root = leaf;
        foreach (var sibling in path)
        {
            if (last == 0)
                return false;
            if ((node & 1) == 1 || node == last)
            {
                root = HashDomain.HashInner(sibling, root);
                while ((node & 1) == 0 && node != 0)
                {
                    // A rightmost subtree without a sibling on this level is carried up as it is.
                    node >>= 1;
                    last >>= 1;
                }
            }
            else
            {
                root = HashDomain.HashInner(root, sibling);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0;
    }

    private static ProofVerdict Climb(Hash256 leaf, long index, long size, ReadOnlySpan<Hash256> path, Hash256 root)
    {
        if (!TryClimb(leaf, index, size, path, out var found))
            return ProofVerdict.Refused($"The path has {path.Length} hashes, not as many as leaf {index} of {size} needs.");
        return found == root ? ProofVerdict.Valid
            : ProofVerdict.Refused($"The path leads from the leaf to {found}, not to the root {root}.");
    }
}
