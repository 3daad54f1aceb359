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
        Leaves = new Hash256[Frame.Count];
        StatedLeaves = Leaves;
        for (var i = 0; i < Frame.Count; i++)
        {
            var seq = Frame.FirstSeq + i;
            var at = Position + FrameHeader.SizeBytes + content.Position;
            if (!content.TryReadNode(out var header, out var salt, out var payload, out var stated))
            {
                Damage.Add(new DamagedPlace(path, at, seq, null, "The node cannot be read: " + content.Fault));
                return;
            }

            Leaves[i] = HashDomain.HashStoredLeaf(header, salt, payload);
            NoteErasures(seq, header, salt, payload);
            if (Leaves[i] != stated)
            {
                if (StatedLeaves == Leaves)
                    StatedLeaves = (Hash256[])Leaves.Clone();
                var collection = NodeHeader.TryRead(header, out var node, out _) ? node.Collection : null;
                Damage.Add(new DamagedPlace(path, at, seq, collection, $"The node hashes to {Leaves[i]}; {stated} was written."));
            }

            StatedLeaves[i] = stated;
        }

        IsRead = content.TryReadHash(out var head) && content.IsAtEnd;
        Head = head;
        if (IsRead)
            return;
        var found = content.Fault ?? "there is more than expected";
        Damage.Add(new DamagedPlace(path, Position, Frame.FirstSeq, null, "The end of the frame cannot be read: " + found));
    }

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
