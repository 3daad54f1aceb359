using Nedb.Storage.Diagnostics;
using Nedb.Storage.Format;

namespace Nedb.Storage.Log;

/// <summary>Turns a whole frame back into a commit.</summary>
internal static class CommitDecoder
{
    /// <summary>Decodes the frame that was read last.</summary>
    /// <param name="reader">What read it.</param>
    /// <param name="position">Where it begins.</param>
    /// <param name="room">Where the nodes go.</param>
    /// <exception cref="CorruptionException">The frame is not what was written.</exception>
    public static CommitRecord Decode(SegmentReader reader, long position, RecordRoom room)
    {
        var frame = reader.Frame;
        var content = new FrameContent(reader.Content);
        if (!content.TryReadStart(out _, out var headerBytes))
            throw Damaged(reader, position, frame.FirstSeq, content.Fault);
        if (!CommitHeader.TryRead(headerBytes, out var header, out var fault))
            throw Damaged(reader, position, frame.FirstSeq, "the commit header is not one: " + fault);
        if (header.FirstSeq != frame.FirstSeq || header.Count != frame.Count)
            throw Damaged(reader, position, frame.FirstSeq, $"it speaks of {header.Count} nodes from seq {header.FirstSeq}");
        var nodes = new NodeRecord[frame.Count];
        for (var i = 0; i < nodes.Length; i++)
            nodes[i] = DecodeNode(reader, position, ref content, header, header.FirstSeq + i, room);
        if (!content.TryReadHash(out var head))
            throw Damaged(reader, position, frame.LastSeq, content.Fault);
        return new CommitRecord
        {
            FirstSeq = header.FirstSeq,
            TimestampTicks = header.TimestampTicks,
            Client = header.Client,
            Nonce = header.Nonce,
            IdempotencyKey = header.IdempotencyKey,
            Fingerprint = header.Fingerprint,
            Nodes = nodes,
            Head = head,
        };
    }

    private static NodeRecord DecodeNode(
        SegmentReader reader, long position, ref FrameContent content, in CommitHeader commit, long seq, RecordRoom room)
    {
        var at = position + FrameHeader.SizeBytes + content.Position;
        if (!content.TryReadNode(out var bytes, out var salt, out var payload, out var leaf))
            throw Damaged(reader, at, seq, content.Fault);
        if (!NodeHeader.TryRead(bytes, out var header, out var fault))
            throw Damaged(reader, at, seq, "the header of the node is not one: " + fault);
        if (header.Seq != seq || header.FirstSeq != commit.FirstSeq || header.TimestampTicks != commit.TimestampTicks
            || header.Client != commit.Client)
            throw Damaged(reader, at, seq, $"the header of the node is of seq {header.Seq}, or of another commit");
        var node = room.Next();
        node.Seq = seq;
        node.Kind = header.Kind;
        node.Collection = header.Collection;
        node.Key = header.Key;
        node.PreviousSeq = header.PreviousSeq;
        node.Provenance = header.Provenance;
        node.Period = header.Period;
        node.IsErased = salt.IsEmpty;
        node.Payload = salt.IsEmpty ? default : room.Store(payload);
        node.Commitment = salt.IsEmpty ? payload.ToArray() : [];
        node.Salt = room.Store(salt);
        node.Hash = leaf;
        return node;
    }

    private static CorruptionException Damaged(SegmentReader reader, long position, long seq, string found) =>
        new($"The log is damaged at byte {position} of '{reader.Path}', seq {seq}: {found}.", reader.Path, position, seq);
}
