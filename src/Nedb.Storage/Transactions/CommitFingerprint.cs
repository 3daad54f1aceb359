using System.Buffers.Binary;
using Nedb.Storage.Folding;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;
using Nedb.Storage.Values;

namespace Nedb.Storage.Transactions;

/// <summary>
/// The hash of what a commit asks for, whenever it asks: kinds, collections, keys, contents, periods and provenance, but no seqs of its
/// own. A cause inside the commit counts by its distance, and the fields that it brought into a schemaless collection do not count.
/// </summary>
internal static class CommitFingerprint
{
    public static Hash256 Compute(NodeRecord[] nodes)
    {
        var buffer = new ByteBuffer();
        var writer = new Cbor.CborWriter(buffer);
        writer.WriteArrayHead(nodes.Length);
        foreach (var node in nodes)
        {
            writer.WriteArrayHead(8);
            writer.WriteInt64((int)node.Kind);
            writer.WriteText(node.Collection);
            writer.WriteBytes(node.Key);
            writer.WriteBytes(PayloadCodec.WithoutNewFields(node.Payload.Span));
            WritePeriod(writer, node);
            writer.WriteArrayHead(node.Provenance.CausedBy.Length);
            foreach (var cause in node.Provenance.CausedBy)
                writer.WriteInt64(cause < nodes[0].Seq ? cause : cause - node.Seq);
            writer.WriteValue(NedbValue.FromString(node.Provenance.Evidence));
            writer.WriteValue(node.Provenance.Confidence is { } confidence ? NedbValue.FromDouble(confidence) : default);
        }

        return Blake2b256.Hash(buffer.Written);
    }

    private static void WritePeriod(Cbor.CborWriter writer, NodeRecord node)
    {
        Span<byte> period = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(period, node.Period.From);
        BinaryPrimitives.WriteInt64BigEndian(period[8..], node.Period.To);
        writer.WriteBytes(period);
    }
}
