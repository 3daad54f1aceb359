using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Nedb.Storage.Log;
using Nedb.Storage.Views;

namespace Nedb.Storage.Format;

/// <summary>
/// The canonical header of a node: what its leaf covers besides the payload. A CBOR array of twelve items:
/// <code>
/// [ seq, commit timestamp, first seq of the commit, kind, collection, key, seq of the previous version or 0,
///   [ caused by … ], evidence or null, confidence or null, [ from or null, to or null ], client or null ]
/// </code>
/// </summary>
internal readonly record struct NodeHeader
{
    /// <summary>The number of items.</summary>
    public const int Items = 12;

    /// <summary>The size of a salt in bytes.</summary>
    public const int SaltBytes = NodeRecord.SaltBytes;

    /// <summary>The seq of the node.</summary>
    public required long Seq { get; init; }

    /// <summary>The time of the commit, in UTC ticks.</summary>
    public required long TimestampTicks { get; init; }

    /// <summary>The seq of the first node of the commit.</summary>
    public required long FirstSeq { get; init; }

    /// <summary>What the node is.</summary>
    public required NodeKind Kind { get; init; }

    /// <summary>The collection.</summary>
    public required string Collection { get; init; }

    /// <summary>The ordered encoding of the key.</summary>
    public required byte[] Key { get; init; }

    /// <summary>The seq of the key's version before; 0 where there is none.</summary>
    public required long PreviousSeq { get; init; }

    /// <summary>Why the node was written.</summary>
    public required Provenance Provenance { get; init; }

    /// <summary>The valid time.</summary>
    public required Period Period { get; init; }

    /// <summary>Who wrote the commit; null where nobody said.</summary>
    public required string? Client { get; init; }

    /// <summary>Writes the header of a node.</summary>
    /// <exception cref="ArgumentException">A text has a lone surrogate.</exception>
    public static void Write(CommitRecord commit, NodeRecord node, FrameBuffer target)
    {
        var writer = new CanonicalWriter(target);
        writer.Array(Items);
        writer.Integer(node.Seq);
        writer.Integer(commit.TimestampTicks);
        writer.Integer(commit.FirstSeq);
        writer.Integer((long)node.Kind);
        writer.Text(node.Collection);
        writer.Bytes(node.Key);
        writer.Integer(node.PreviousSeq);
        writer.Array(node.Provenance.CausedBy.Length);
        foreach (var cause in node.Provenance.CausedBy)
            writer.Integer(cause);
        writer.Text(node.Provenance.Evidence);
        writer.Float(node.Provenance.Confidence);
        writer.Array(2);
        writer.Integer(node.Period.From == long.MinValue ? null : node.Period.From);
        writer.Integer(node.Period.To == long.MaxValue ? null : node.Period.To);
        writer.Text(commit.Client);
    }

    /// <summary>Reads a header; whatever the bytes are, it does not throw.</summary>
    /// <param name="bytes">The whole header and nothing after it.</param>
    /// <param name="header">The header, where it is one.</param>
    /// <param name="fault">What was expected, where it is none.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out NodeHeader header, [NotNullWhen(false)] out string? fault)
    {
        header = default;
        var reader = new CanonicalReader(bytes);
        if (reader.Array(Items) && reader.Integer(out long seq) && reader.Integer(out long timestamp) && reader.Integer(out long firstSeq)
            && reader.Integer(out long kind) && reader.Text(out var collection) && reader.Bytes(out var key) && reader.Integer(out long previous)
            && TryReadCauses(ref reader, out var causes) && reader.Text(out var evidence) && reader.Float(out var confidence)
            && reader.Array(2) && reader.Integer(out long? from) && reader.Integer(out long? to) && reader.Text(out var client))
        {
            fault = !reader.IsAtEnd ? $"expected the end of the header at byte {reader.Position} of {bytes.Length}"
                : kind is < (long)NodeKind.Put or > (long)NodeKind.Definition ? $"expected a kind of node from 1 to 5; found {kind}"
                : collection is null ? "expected the name of a collection; found null"
                : null;
            if (fault is not null)
                return false;
            header = new NodeHeader
            {
                Seq = seq,
                TimestampTicks = timestamp,
                FirstSeq = firstSeq,
                Kind = (NodeKind)kind,
                Collection = collection!,
                Key = key.ToArray(),
                PreviousSeq = previous,
                Provenance = causes.IsEmpty && evidence is null && confidence is null ? Provenance.None : new(causes, evidence, confidence),
                Period = new(from ?? long.MinValue, to ?? long.MaxValue),
                Client = client,
            };
            return true;
        }

        fault = reader.Fault ?? "expected a header";
        return false;
    }

    private static bool TryReadCauses(ref CanonicalReader reader, out ImmutableArray<long> causes)
    {
        causes = [];
        if (!reader.Array(out var count))
            return false;
        if (count == 0)
            return true;
        var seqs = new long[count];
        for (var i = 0; i < count; i++)
        {
            if (!reader.Integer(out seqs[i]))
                return false;
        }

        causes = System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(seqs);
        return true;
    }
}
