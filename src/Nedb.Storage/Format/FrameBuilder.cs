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
    private readonly ByteBuffer _headers = new();

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
        foreach (var node in commit.Nodes)
        {
            _headers.Clear();
            NodeHeader.Write(commit, node, _headers);
            var content = node.IsErased ? node.Commitment : node.Payload;
            node.Hash = HashDomain.HashStoredLeaf(_headers.Written, node.Salt, content);
            tree.Append(node.Hash);
            if ((long)target.Length - start + _headers.Length + content.Length > Limits.FrameContentBytesMax - Limits.SectorBytes)
                throw TooLarge(commit);
            writer.WriteBytes(_headers.Written);
            writer.WriteBytes(node.Salt);
            writer.WriteBytes(content);
            WriteHash(writer, node.Hash);
        }

        commit.Root = tree.Root(tree.Size);
        commit.Head = HashDomain.HashHead(previousHead, commitHeader, commit.Root);
        WriteHash(writer, commit.Head);
    }

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
