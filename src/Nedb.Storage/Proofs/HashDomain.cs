using Nedb.Storage.Values;

namespace Nedb.Storage.Proofs;

/// <summary>
/// The five things that are hashed, told apart by their first byte: no hash of one kind can be passed off as one of another.
/// <code>
/// commitment = H(0x03, salt[16], payload)
/// leaf       = H(0x00, canonical header of the node, commitment[32])
/// inner      = H(0x01, left[32], right[32])                      the tree of RFC 6962 §2.1 over the leaves
/// head       = H(0x02, previous head[32], canonical header of the commit, root after the commit[32])
/// genesis    = H(0x04, database id[16])                          the head before the first commit
/// </code>
/// The canonical headers are self-delimiting CBOR and everything else has a fixed size or comes last, so no two inputs share an encoding.
/// </summary>
internal static class HashDomain
{
    /// <summary>First byte under a leaf.</summary>
    public const byte Leaf = 0x00;

    /// <summary>First byte under an inner node.</summary>
    public const byte Inner = 0x01;

    /// <summary>First byte under a head.</summary>
    public const byte Head = 0x02;

    /// <summary>First byte under a payload commitment.</summary>
    public const byte Commitment = 0x03;

    /// <summary>First byte under the head of the empty log.</summary>
    public const byte Genesis = 0x04;

    /// <summary>The root of the tree without leaves: the hash of nothing.</summary>
    public static Hash256 EmptyRoot { get; } = Blake2b256.Hash([]);

    /// <summary>Binds a payload without revealing it: the salt makes it unguessable once both are erased.</summary>
    public static Hash256 HashPayload(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> payload) => Blake2b256.Hash([Commitment], salt, payload);

    /// <summary>The leaf of a node.</summary>
    public static Hash256 HashLeaf(ReadOnlySpan<byte> header, Hash256 commitment)
    {
        Span<byte> last = stackalloc byte[Hash256.SizeBytes];
        commitment.CopyTo(last);
        return Blake2b256.Hash([Leaf], header, last);
    }

    /// <summary>The leaf of a node, from its content.</summary>
    public static Hash256 HashLeaf(ReadOnlySpan<byte> header, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> payload) =>
        HashLeaf(header, HashPayload(salt, payload));

    /// <summary>The leaf of a node, from what the log stores: without a salt the payload is the commitment that an erasure left.</summary>
    public static Hash256 HashStoredLeaf(ReadOnlySpan<byte> header, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> payload) =>
        HashLeaf(header, salt.IsEmpty ? new(payload) : HashPayload(salt, payload));

    /// <summary>An inner node of the tree.</summary>
    public static Hash256 HashInner(Hash256 left, Hash256 right)
    {
        Span<byte> input = stackalloc byte[1 + 2 * Hash256.SizeBytes];
        input[0] = Inner;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + Hash256.SizeBytes)..]);
        return Blake2b256.Hash(input);
    }

    /// <summary>The head after a commit.</summary>
    public static Hash256 HashHead(Hash256 previousHead, ReadOnlySpan<byte> commitHeader, Hash256 root)
    {
        Span<byte> start = stackalloc byte[1 + Hash256.SizeBytes];
        start[0] = Head;
        previousHead.CopyTo(start[1..]);
        Span<byte> last = stackalloc byte[Hash256.SizeBytes];
        root.CopyTo(last);
        return Blake2b256.Hash(start, commitHeader, last);
    }

    /// <summary>
    /// The head of the empty log: the id of the database is under every head, so no chain can be carried over to another database.
    /// </summary>
    public static Hash256 HashGenesis(Guid databaseId)
    {
        Span<byte> id = stackalloc byte[16];
        databaseId.TryWriteBytes(id, bigEndian: true, out _);
        return Blake2b256.Hash([Genesis], id);
    }
}
