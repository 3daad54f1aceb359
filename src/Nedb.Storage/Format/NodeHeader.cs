using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Nedb.Storage.Cbor;
using Nedb.Storage.Log;
using Nedb.Storage.Values;
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

    private const int KindItem = 3;

    [ThreadStatic]
    private static byte[]? _lastBytes;

    [ThreadStatic]
    private static string? _lastCollection;

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
    /// <exception cref="Diagnostics.StorageException">ValueInvalid: a text has a lone surrogate.</exception>
    public static void Write(CommitRecord commit, NodeRecord node, ByteBuffer target)
    {
        var writer = new CborWriter(target);
        writer.WriteArrayHead(Items);
        writer.WriteInt64(node.Seq);
        writer.WriteInt64(commit.TimestampTicks);
        writer.WriteInt64(commit.FirstSeq);
        writer.WriteInt64((long)node.Kind);
        writer.WriteText(node.Collection);
        writer.WriteBytes(node.Key);
        writer.WriteInt64(node.PreviousSeq);
        writer.WriteArrayHead(node.Provenance.CausedBy.Length);
        foreach (var cause in node.Provenance.CausedBy)
            writer.WriteInt64(cause);
        writer.WriteTextOrNull(node.Provenance.Evidence);
        if (node.Provenance.Confidence is { } confidence)
            writer.WriteDouble(confidence);
        else
            writer.WriteNull();
        writer.WriteArrayHead(2);
        writer.WriteInt64OrNull(node.Period.From == long.MinValue ? null : node.Period.From);
        writer.WriteInt64OrNull(node.Period.To == long.MaxValue ? null : node.Period.To);
        writer.WriteTextOrNull(commit.Client);
    }

    /// <summary>Reads a header; whatever the bytes are, it does not throw.</summary>
    /// <param name="bytes">The whole header and nothing after it.</param>
    /// <param name="header">The header, where it is one.</param>
    /// <param name="fault">What was expected, where it is none.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out NodeHeader header, [NotNullWhen(false)] out string? fault)
    {
        try
        {
            header = Read(bytes);
            fault = null;
            return true;
        }
        catch (CborException error)
        {
            header = default;
            fault = error.Message;
            return false;
        }
    }

    /// <summary>The kind of a node whose header may be anything; null where it is none.</summary>
    public static NodeKind? PeekKind(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new CborReader(bytes);
            reader.ReadArrayHead(Items);
            for (var passed = 0; passed < KindItem; passed++)
                reader.ReadInt64();
            return (NodeKind)reader.ReadInt64();
        }
        catch (CborException)
        {
            return null;
        }
    }

    private static NodeHeader Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new CborReader(bytes);
        reader.ReadArrayHead(Items);
        var seq = reader.ReadInt64();
        var timestamp = reader.ReadInt64();
        var firstSeq = reader.ReadInt64();
        var kindAt = reader.Position;
        var kind = reader.ReadInt64();
        if (kind is < (long)NodeKind.Put or > (long)NodeKind.Erasure)
            throw CborReader.Fail($"Expected a kind of node from 1 to 6; found {kind}", kindAt);
        var collection = ReadCollection(ref reader);
        var key = reader.ReadBytes().ToArray();
        var previousSeq = reader.ReadInt64();
        var causes = ReadCauses(ref reader);
        var evidence = reader.ReadTextOrNull();
        double? confidence = reader.TryReadNull() ? null : reader.ReadDouble();
        reader.ReadArrayHead(2);
        var from = reader.ReadInt64OrNull() ?? long.MinValue;
        var to = reader.ReadInt64OrNull() ?? long.MaxValue;
        var client = reader.ReadTextOrNull();
        reader.ExpectEnd();
        return new NodeHeader
        {
            Seq = seq,
            TimestampTicks = timestamp,
            FirstSeq = firstSeq,
            Kind = (NodeKind)kind,
            Collection = collection,
            Key = key,
            PreviousSeq = previousSeq,
            Provenance = causes.IsEmpty && evidence is null && confidence is null ? Provenance.None : new(causes, evidence, confidence),
            Period = new(from, to),
            Client = client,
        };
    }

    // Most nodes are of the collection of the node before, so its name is made once.
    private static string ReadCollection(ref CborReader reader)
    {
        var bytes = reader.ReadTextBytes();
        if (_lastBytes is { } last && bytes.SequenceEqual(last))
            return _lastCollection!;
        _lastBytes = bytes.ToArray();
        return _lastCollection = System.Text.Encoding.UTF8.GetString(bytes);
    }

    private static ImmutableArray<long> ReadCauses(ref CborReader reader)
    {
        var count = reader.ReadArrayHead();
        if (count == 0)
            return [];
        var causes = ImmutableArray.CreateBuilder<long>(count);
        for (var i = 0; i < count; i++)
            causes.Add(reader.ReadInt64());
        return causes.MoveToImmutable();
    }
}
