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
    private readonly FrameBuffer _scratch = new();

    /// <summary>Appends the frame of a commit, and its leaves to the tree.</summary>
    /// <param name="commit">The commit; its hashes are filled in.</param>
    /// <param name="previousHead">The head before it.</param>
    /// <param name="target">Where to append. What it holds so far is a whole number of frames.</param>
    /// <param name="position">Where in the file the frame will begin.</param>
    /// <param name="segmentSalt">The salt of the segment.</param>
    /// <param name="durableSeq">The seq known durable.</param>
    /// <exception cref="StorageException">ValueInvalid: the commit is too large, or a text has a lone surrogate.</exception>
    public void Append(CommitRecord commit, Hash256 previousHead, FrameBuffer target, long position, ulong segmentSalt, long durableSeq)
    {
        var start = target.Length;
        target.Fill(0, FrameHeader.SizeBytes);
        WriteContent(commit, previousHead, target, start);
        var contentLength = target.Length - start - FrameHeader.SizeBytes;
        var extent = FrameHeader.ExtentOf(contentLength);
        target.Fill(FrameHeader.PaddingByte, (int)(extent - FrameHeader.SizeBytes - contentLength));
        var frame = target.Written.Slice(start, (int)extent);
        var checksum = Checksum.Compute(segmentSalt, position, frame.Slice(FrameHeader.SizeBytes, contentLength));
        var header = new FrameHeader(contentLength, commit.FirstSeq, commit.Nodes.Length, 0, durableSeq, checksum);
        header.Write(frame, segmentSalt, position); // before counting: a header is never blank, and its sector is then not counted
        (header with { BlankSectors = FrameHeader.CountBlankSectors(frame, position) }).Write(frame, segmentSalt, position);
    }

    private void WriteContent(CommitRecord commit, Hash256 previousHead, FrameBuffer target, int start)
    {
        var writer = new CanonicalWriter(target);
        Span<byte> hash = stackalloc byte[Hash256.SizeBytes];
        try
        {
            previousHead.CopyTo(hash);
            writer.Bytes(hash);
            _scratch.Clear();
            CommitHeader.Write(commit, _scratch);
            var commitHeader = _scratch.Written.ToArray();
            writer.Bytes(commitHeader);
            foreach (var node in commit.Nodes)
            {
                _scratch.Clear();
                NodeHeader.Write(commit, node, _scratch);
                node.Hash = HashDomain.HashLeaf(_scratch.Written, node.Salt, node.Payload);
                tree.Append(node.Hash);
                writer.Bytes(_scratch.Written);
                writer.Bytes(node.Salt);
                writer.Bytes(node.Payload);
                node.Hash.CopyTo(hash);
                writer.Bytes(hash);
                if (target.Length - start > Limits.FrameContentBytesMax)
                    throw TooLarge(commit);
            }

            commit.Root = tree.Root(tree.Size);
            commit.Head = HashDomain.HashHead(previousHead, commitHeader, commit.Root);
            commit.Head.CopyTo(hash);
            writer.Bytes(hash);
        }
        catch (System.Text.EncoderFallbackException error)
        {
            throw new StorageException(
                StorageErrorCode.ValueInvalid, "A client, idempotency key, collection or evidence has half of a surrogate pair. Write whole characters.", error);
        }
    }

    private static StorageException TooLarge(CommitRecord commit) => new(
        StorageErrorCode.ValueInvalid,
        $"The commit of {commit.Nodes.Length} nodes is larger than {Limits.FrameContentBytesMax} bytes. Split it into several commits.");
}
