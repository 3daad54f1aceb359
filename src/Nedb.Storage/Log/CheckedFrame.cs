using System.Buffers;
using Nedb.Storage.Cbor;
using Nedb.Storage.Erasures;
using Nedb.Storage.Format;
using Nedb.Storage.Proofs;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Log;

/// <summary>What can be said of one frame without knowing the frames before it: computed for many frames at once, on all cores.</summary>
internal sealed class CheckedFrame
{
    /// <summary>Where the frame begins.</summary>
    public required long Position { get; init; }

    /// <summary>The header of the frame.</summary>
    public required FrameHeader Frame { get; init; }

    /// <summary>The seqs of the nodes whose content was erased.</summary>
    public List<long> ErasedSeqs { get; } = [];

    /// <summary>The seqs of the nodes whose content the erasures in this frame name.</summary>
    public List<long> NamedSeqs { get; } = [];

    /// <summary>Whether the content was read to its end.</summary>
    public bool IsRead { get; private set; }

    /// <summary>The head that the frame continues.</summary>
    public Hash256 PreviousHead { get; private set; }

    /// <summary>The canonical header of the commit.</summary>
    public byte[] CommitHeaderBytes { get; private set; } = [];

    /// <summary>The timestamp in the header of the commit.</summary>
    public long TimestampTicks { get; private set; }

    /// <summary>The leaves, computed.</summary>
    public Hash256[] Leaves { get; private set; } = [];

    /// <summary>The leaves as the frame states them; the same array where all are as computed.</summary>
    public Hash256[] StatedLeaves { get; private set; } = [];

    /// <summary>The head as the frame states it.</summary>
    public Hash256 Head { get; private set; }

    /// <summary>What is wrong with the frame by itself.</summary>
    public List<DamagedPlace> Damage { get; } = [];

    /// <summary>Reads and hashes everything in a frame.</summary>
    /// <param name="path">The file, for what is reported.</param>
    /// <param name="position">Where the frame begins.</param>
    /// <param name="frame">Its header.</param>
    /// <param name="bytes">Its content.</param>
    /// <param name="fault">What the reader found wrong with it as a whole; null where nothing.</param>
    public static CheckedFrame Check(string path, long position, FrameHeader frame, ReadOnlySpan<byte> bytes, string? fault)
    {
        var result = new CheckedFrame { Position = position, Frame = frame };
        result.Read(path, bytes);
        if (fault is not null && result.Damage.Count == 0)
            result.Damage.Add(new DamagedPlace(path, position, frame.FirstSeq, null, fault));
        return result;
    }

    private void Read(string path, ReadOnlySpan<byte> bytes)
    {
        var content = new FrameContent(bytes);
        if (!content.TryReadStart(out var previousHead, out var commitHeader))
        {
            Damage.Add(
                new DamagedPlace(path, Position, Frame.FirstSeq, null, "The beginning of the frame cannot be read: " + content.Fault));
            return;
        }

        PreviousHead = previousHead;
        CommitHeaderBytes = commitHeader.ToArray();
        ReadCommitHeader(path);
        if (!ReadNodes(path, bytes, ref content))
            return;
        IsRead = content.TryReadHash(out var head) && content.IsAtEnd;
        Head = head;
        if (IsRead)
            return;
        var found = content.Fault ?? "there is more than expected";
        Damage.Add(new DamagedPlace(path, Position, Frame.FirstSeq, null, "The end of the frame cannot be read: " + found));
    }

    /// <summary>Reads the nodes, and hashes them together.</summary>
    /// <returns>Whether all could be read.</returns>
    private bool ReadNodes(string path, ReadOnlySpan<byte> bytes, ref FrameContent content)
    {
        Leaves = new Hash256[Frame.Count];
        StatedLeaves = Leaves;
        var stated = ArrayPool<Hash256>.Shared.Rent(Frame.Count);
        var places = ArrayPool<StoredNodePlace>.Shared.Rent(Frame.Count);
        var start = Position + FrameHeader.SizeBytes;
        var (count, end) = (0, content.Position);
        for (; count < Frame.Count; count++)
        {
            end = content.Position;
            if (!content.TryReadNode(out var header, out var salt, out var payload, out stated[count]))
                break;
            places[count] = new(
                StartOf(bytes, header), header.Length, StartOf(bytes, salt), salt.Length, StartOf(bytes, payload), payload.Length);
            NoteErasures(Frame.FirstSeq + count, header, salt, payload);
        }

        // Nothing is known of what could not be read; the array held something else before.
        stated.AsSpan(count, Frame.Count - count).Clear();
        LeafHasher.Own.Hash(bytes, places.AsSpan(0, count), Leaves);
        for (var i = 0; i < count; i++)
        {
            if (Leaves[i] == stated[i])
                continue;
            if (StatedLeaves == Leaves)
                StatedLeaves = stated[..Frame.Count];
            var header = bytes.Slice(places[i].Header, places[i].HeaderLength);
            var collection = NodeHeader.TryRead(header, out var node, out _) ? node.Collection : null;
            var at = start + places[i].Header - CborWriter.HeadBytesOf(header.Length);
            Damage.Add(new DamagedPlace(
                path, at, Frame.FirstSeq + i, collection, $"The node hashes to {Leaves[i]}; {stated[i]} was written."));
        }

        ArrayPool<StoredNodePlace>.Shared.Return(places);
        ArrayPool<Hash256>.Shared.Return(stated);
        if (count == Frame.Count)
            return true;
        Damage.Add(new DamagedPlace(path, start + end, Frame.FirstSeq + count, null, "The node cannot be read: " + content.Fault));
        return false;
    }

    private static int StartOf(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> part) => bytes.Overlaps(part, out var start) ? start : 0;

    private void NoteErasures(long seq, ReadOnlySpan<byte> header, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> payload)
    {
        if (salt.IsEmpty)
        {
            ErasedSeqs.Add(seq);
        }
        else if (NodeHeader.PeekKind(header) == NodeKind.Erasure)
        {
            try
            {
                NamedSeqs.AddRange(ErasureCodec.Decode(payload, seq).ConvertAll(static version => version.Seq));
            }
            catch (CborException)
            {
                // It names nothing, so what it should name is reported where it is missing.
            }
        }
    }

    private void ReadCommitHeader(string path)
    {
        var isHeader = CommitHeader.TryRead(CommitHeaderBytes, out var header, out var fault);
        TimestampTicks = header.TimestampTicks;
        if (!isHeader)
            Damage.Add(new DamagedPlace(path, Position, Frame.FirstSeq, null, "The header of the commit cannot be read: " + fault));
        else if (header.FirstSeq != Frame.FirstSeq || header.Count != Frame.Count)
        {
            Damage.Add(new DamagedPlace(
                path,
                Position,
                Frame.FirstSeq,
                null,
                $"The header of the commit speaks of {header.Count} nodes from seq {header.FirstSeq}."));
        }
    }
}
