using Nedb.Storage.Values;

namespace Nedb.Storage.Proofs;

/// <summary>
/// Checks consistency proofs (RFC 9162 §2.1.4.2): that a later checkpoint continues an earlier one. It needs no database and opens no file;
/// whatever it is given, it does not throw.
/// </summary>
public static class ConsistencyVerifier
{
    /// <summary>Checks that the later tree begins with all leaves of the earlier one, unchanged.</summary>
    /// <param name="proof">The proof, from whomever.</param>
    /// <param name="earlier">The checkpoint that the caller has kept.</param>
    /// <param name="later">The checkpoint that the database shows now.</param>
    public static ProofVerdict Verify(ConsistencyProof? proof, Checkpoint? earlier, Checkpoint? later)
    {
        if (proof is null || earlier is null || later is null)
            return ProofVerdict.Refused("There is no proof, or a checkpoint is missing.");
        if (earlier.DatabaseId != later.DatabaseId || proof.DatabaseId != earlier.DatabaseId)
            return ProofVerdict.Refused(
                $"The databases differ: {earlier.DatabaseId} earlier, {later.DatabaseId} later, {proof.DatabaseId} in the proof.");
        if (proof.OldSize != earlier.Seq || proof.NewSize != later.Seq)
            return ProofVerdict.Refused(
                $"The proof is from seq {proof.OldSize} to {proof.NewSize}; the checkpoints are at {earlier.Seq} and {later.Seq}.");
        if (proof.OldSize < 0 || proof.OldSize > proof.NewSize)
            return ProofVerdict.Refused($"A tree of {proof.NewSize} leaves cannot continue one of {proof.OldSize}.");
        if (proof.Path.IsDefault)
            return ProofVerdict.Refused("The proof has no path.");
        if (proof.OldSize == proof.NewSize)
            return VerifyEqualSizes(proof, earlier, later);
        if (proof.OldSize == 0)
        {
            return !proof.Path.IsEmpty ? ProofVerdict.Refused("Every tree continues the empty one: the path must be empty.")
                : earlier.Root == HashDomain.EmptyRoot ? ProofVerdict.Valid
                : ProofVerdict.Refused(
                    $"The root of the empty tree is {HashDomain.EmptyRoot}; the earlier checkpoint says {earlier.Root}.");
        }

        return Climb(proof.OldSize, proof.NewSize, proof.Path.AsSpan(), earlier.Root, later.Root);
    }

    private static ProofVerdict VerifyEqualSizes(ConsistencyProof proof, Checkpoint earlier, Checkpoint later)
    {
        if (!proof.Path.IsEmpty)
            return ProofVerdict.Refused("Between equal sizes the path must be empty.");
        if (earlier.Root != later.Root)
            return ProofVerdict.Refused(
                $"Two roots for the same seq {earlier.Seq}: {earlier.Root} earlier, {later.Root} later. History was rewritten.");
        return earlier.Head == later.Head
            ? ProofVerdict.Valid
            : ProofVerdict.Refused(
                $"Two heads for the same seq {earlier.Seq}: {earlier.Head} earlier, {later.Head} later. History was rewritten.");
    }

    private static ProofVerdict Climb(long oldSize, long newSize, ReadOnlySpan<Hash256> path, Hash256 oldRoot, Hash256 newRoot)
    {
        var node = oldSize - 1;
        var last = newSize - 1;
        while ((node & 1) == 1)
        {
            node >>= 1;
            last >>= 1;
        }

        // The first hash is the largest complete subtree that ends the old tree; where that is the whole old tree, its root is left out of
        // the path.
        var isWhole = node == 0;
        if (path.IsEmpty && !isWhole)
            return ProofVerdict.Refused("The path is empty.");
        var oldHash = isWhole ? oldRoot : path[0];
        var newHash = oldHash;
        foreach (var sibling in isWhole ? path : path[1..])
        {
            if (last == 0)
                return ProofVerdict.Refused($"The path has {path.Length} hashes, more than {oldSize} to {newSize} leaves need.");
            if ((node & 1) == 1 || node == last)
            {
                oldHash = HashDomain.HashInner(sibling, oldHash);
                newHash = HashDomain.HashInner(sibling, newHash);
                while ((node & 1) == 0 && node != 0)
                {
                    node >>= 1;
                    last >>= 1;
                }
            }
            else
            {
                newHash = HashDomain.HashInner(newHash, sibling);
            }

            node >>= 1;
            last >>= 1;
        }

        if (last != 0)
            return ProofVerdict.Refused($"The path has {path.Length} hashes, fewer than {oldSize} to {newSize} leaves need.");
        if (oldHash != oldRoot)
            return ProofVerdict.Refused($"The path leads to {oldHash} for the earlier tree, not to {oldRoot}.");
        return newHash == newRoot ? ProofVerdict.Valid : ProofVerdict.Refused(
            $"The path leads to {newHash} for the later tree, not to {newRoot}.");
    }
}
