using Nedb.Storage.Values;

namespace Nedb.Storage.Proofs;

/// <summary>Computes the leaves of many nodes, several at a time; the same as <see cref="HashDomain.HashStoredLeaf"/> of each.</summary>
internal sealed class LeafHasher
{
    [ThreadStatic]
    private static LeafHasher? _own;

    private const int NodesAtOnce = 128; // so that they are still near when their leaves are hashed

    private readonly HashQueue _queue = new();
    private readonly Hash256[] _commitments = new Hash256[NodesAtOnce];

    /// <summary>The one of this thread.</summary>
    public static LeafHasher Own => _own ??= new();

    /// <summary>Hashes the leaves of nodes.</summary>
    /// <param name="bytes">What the nodes stand in.</param>
    /// <param name="nodes">Where they do.</param>
    /// <param name="leaves">Where their leaves go, one for each.</param>
    public void Hash(ReadOnlySpan<byte> bytes, ReadOnlySpan<StoredNodePlace> nodes, Span<Hash256> leaves)
    {
        for (var from = 0; from < nodes.Length; from += NodesAtOnce)
        {
            var count = Math.Min(NodesAtOnce, nodes.Length - from);
            HashSome(bytes, nodes.Slice(from, count), leaves.Slice(from, count));
        }
    }

    private void HashSome(ReadOnlySpan<byte> bytes, ReadOnlySpan<StoredNodePlace> nodes, Span<Hash256> leaves)
    {
        for (var i = 0; i < nodes.Length; i++)
        {
            ref readonly var node = ref nodes[i];
            var content = bytes.Slice(node.Content, node.ContentLength);
            if (node.SaltLength == 0)
                _commitments[i] = new(content);
            else
                _queue.Add(HashDomain.Commitment, bytes.Slice(node.Salt, node.SaltLength), content, _commitments, i);
        }

        _queue.Finish(_commitments);
        Span<byte> commitment = stackalloc byte[Hash256.SizeBytes];
        for (var i = 0; i < nodes.Length; i++)
        {
            _commitments[i].CopyTo(commitment);
            _queue.Add(HashDomain.Leaf, bytes.Slice(nodes[i].Header, nodes[i].HeaderLength), commitment, leaves, i);
        }

        _queue.Finish(leaves);
    }
}
