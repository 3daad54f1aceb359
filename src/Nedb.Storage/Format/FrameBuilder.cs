using Nedb.Storage.Cbor;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;
using Nedb.Storage.Values;

namespace Nedb.Storage.Format;

/// <summary>
/// Turns commits into frames and fills in their hashes. The content of a frame is a CBOR sequence (RFC 8742) of byte strings only:
/// <code>previous head, commit header, ( node header, salt, payload, leaf ) for each node, head</code>
/// so that a reader in any language gets at exactly the bytes that were hashed.
/// </summary>
internal sealed class FrameBuilder(MerkleTree tree)
{
    // So many hashes are worth a turn of another thread.
    private const int NodesAtOnce = 128;
    private const int KeptPlaces = 16 * 1024;

    private readonly ByteBuffer _headers = new();
    private StoredNodePlace[] _places = [];
    private Hash256[] _leaves = [];

    /// <summary>Appends the frame of a commit, and its leaves to the tree.</summary>
    /// <param name="commit">The commit; its hashes are filled in.</param>
    /// <param name="previousHead">The head before it.</param>
    /// <param name="target">Where to append.</param>
    /// <param name="place">Where the frame is written.</param>
    /// <param name="durableSeq">The seq known durable.</param>
    /// <exception cref="StorageException">ValueInvalid: the commit is too large, or a text has a lone surrogate.</exception>
    public void Append(CommitRecord commit, Hash256 previousHead, ByteBuffer target, in FramePlace place, long durableSeq)
    {
        var start = FrameWriter.Begin(target);
        WriteContent(commit, previousHead, target, start);
        FrameWriter.Finish(target, start, place, commit.FirstSeq, commit.Nodes.Length, durableSeq);
    }

    private void WriteContent(CommitRecord commit, Hash256 previousHead, ByteBuffer target, int start)
    {
        var writer = new CborWriter(target);
        WriteHash(writer, previousHead);
        _headers.Clear();
        CommitHeader.Write(commit, _headers);
        var commitHeader = _headers.ToArray();
        writer.WriteBytes(commitHeader);
        WriteNodes(commit, writer, target, start);
        HashNodes(commit.Nodes, target);
        tree.Append(_leaves.AsSpan(0, commit.Nodes.Length));
        commit.Root = tree.Root(tree.Size);
        commit.Head = HashDomain.HashHead(previousHead, commitHeader, commit.Root);
        WriteHash(writer, commit.Head);
    }

    /// <summary>Writes the nodes with room for their leaves, and notes where they stand.</summary>
    private void WriteNodes(CommitRecord commit, CborWriter writer, ByteBuffer target, int start)
    {
        if (_places.Length < commit.Nodes.Length)
        {
            _places = new StoredNodePlace[commit.Nodes.Length];
            _leaves = new Hash256[commit.Nodes.Length];
        }

        for (var i = 0; i < commit.Nodes.Length; i++)
        {
            var node = commit.Nodes[i];
            _headers.Clear();
            NodeHeader.Write(commit, node, _headers);
            var content = ContentOf(node);
            if ((long)target.Length - start + _headers.Length + content.Length > Limits.FrameContentBytesMax - Limits.SectorBytes)
                throw TooLarge(commit);
            writer.WriteBytes(_headers.Written);
            var headerEnd = target.Length;
            writer.WriteBytes(node.Salt.Span);
            var saltEnd = target.Length;
            writer.WriteBytes(content);
            _places[i] = new(
                headerEnd - _headers.Length, _headers.Length, saltEnd - node.Salt.Length, node.Salt.Length,
                target.Length - content.Length, content.Length);
            WriteHash(writer, default);
        }

        if (_places.Length > KeptPlaces && commit.Nodes.Length <= KeptPlaces)
        {
            _places = _places[..commit.Nodes.Length];
            _leaves = _leaves[..commit.Nodes.Length];
        }
    }

    /// <summary>Hashes the leaves, of many nodes on all processors.</summary>
    private void HashNodes(NodeRecord[] nodes, ByteBuffer target)
    {
        if (nodes.Length < 2 * NodesAtOnce)
        {
            HashNodes(nodes, 0, nodes.Length, target);
            return;
        }

        Parallel.For(0, (nodes.Length + NodesAtOnce - 1) / NodesAtOnce, part =>
            HashNodes(nodes, part * NodesAtOnce, Math.Min(nodes.Length, (part + 1) * NodesAtOnce), target));
    }

    private void HashNodes(NodeRecord[] nodes, int from, int to, ByteBuffer target)
    {
        LeafHasher.Own.Hash(target.Written, _places.AsSpan(from, to - from), _leaves.AsSpan(from, to - from));
        for (var i = from; i < to; i++)
        {
            nodes[i].Hash = _leaves[i];
            var end = _places[i].Content + _places[i].ContentLength;
            _leaves[i].CopyTo(target.Change(end + CborWriter.HeadBytesOf(Hash256.SizeBytes), Hash256.SizeBytes));
        }
    }

    private static ReadOnlySpan<byte> ContentOf(NodeRecord node) => node.IsErased ? node.Commitment : node.Payload.Span;

    private static void WriteHash(CborWriter writer, Hash256 hash)
    {
        Span<byte> bytes = stackalloc byte[Hash256.SizeBytes];
        hash.CopyTo(bytes);
        writer.WriteBytes(bytes);
    }

    private static StorageException TooLarge(CommitRecord commit) => new(
        StorageErrorCode.ValueInvalid,
        $"The commit of {commit.Nodes.Length} nodes is larger than {Limits.FrameContentBytesMax} bytes. Split it into several commits.");
}
