using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Proofs;

/// <summary>
/// Checks proofs of parts of files against a trusted checkpoint. It needs no database; whatever it is given, it does not throw.
/// </summary>
public static class FileVerifier
{
    /// <summary>Checks that the version of the file holds what the chunks say, where they say it.</summary>
    /// <param name="proof">The proof, from whomever.</param>
    /// <param name="trusted">The checkpoint, from a place that the giver of the proof could not change.</param>
    /// <param name="range">What was proven; null where the proof does not hold.</param>
    public static ProofVerdict Verify(FileProof? proof, Checkpoint? trusted, out ProvenRange? range)
    {
        range = null;
        if (proof is null || proof.Chunks.IsDefault)
            return ProofVerdict.Refused("There is no proof.");
        var verdict = InclusionVerifier.Verify(proof.Version, trusted, out var node);
        if (!verdict.IsValid)
            return verdict;
        if (node is not { Kind: NodeKind.Put, Collection: FileNames.Files, Content: { } content })
            return ProofVerdict.Refused("The node is not a version of a file, or its content is withheld.");
        var (name, length, count, root) = (content["name"], content["length"], content["chunk_count"], content["root"]);
        if (name.Kind != ValueKind.String || length.Kind != ValueKind.Int64 || count.Kind != ValueKind.Int64
            || root.Kind != ValueKind.Bytes || root.AsBytes().Length != Hash256.SizeBytes)
            return ProofVerdict.Refused("The node does not say what a version of a file says.");
        var bytes = new List<byte>();
        for (var i = 0; i < proof.Chunks.Length; i++)
        {
            var chunk = proof.Chunks[i];
            if (chunk is null || chunk.Path.IsDefault)
                return ProofVerdict.Refused("A chunk is missing.");
            if (i > 0 && (chunk.Index != proof.Chunks[i - 1].Index + 1 || chunk.Offset != proof.Chunks[0].Offset + bytes.Count))
                return ProofVerdict.Refused($"Chunk {chunk.Index} at byte {chunk.Offset} does not follow the one before it.");
            verdict = VerifyChunk(chunk, length.AsInt64(), count.AsInt64(), new Hash256(root.AsBytes()));
            if (!verdict.IsValid)
                return verdict;
            bytes.AddRange(chunk.Content.Span);
        }

        var start = proof.Chunks.IsEmpty ? 0 : proof.Chunks[0].Offset;
        range = new(name.AsString(), length.AsInt64(), start, bytes.ToArray(), node);
        return verdict;
    }

    private static ProofVerdict VerifyChunk(FileChunkProof chunk, long length, long count, Hash256 root)
    {
        if (chunk.Index < 0 || chunk.Index >= count || chunk.Offset < 0 || chunk.Offset > length - chunk.Content.Length)
            return ProofVerdict.Refused(
                $"A file of {length} bytes in {count} chunks has no chunk {chunk.Index} of {chunk.Content.Length} bytes at "
                + $"{chunk.Offset}.");
        var leaf = FileHash.HashLeaf(chunk.Offset, chunk.Content.Length, FileHash.HashChunk(chunk.Content.Span));
        if (!InclusionVerifier.TryClimb(leaf, chunk.Index, count, chunk.Path.AsSpan(), out var treeRoot))
            return ProofVerdict.Refused($"The path has {chunk.Path.Length} hashes, not what chunk {chunk.Index} of {count} needs.");
        var found = FileHash.HashRoot(length, count, treeRoot);
        return found == root ? ProofVerdict.Valid : ProofVerdict.Refused($"The path leads to {found}, not to the root {root} of the file.");
    }
}
