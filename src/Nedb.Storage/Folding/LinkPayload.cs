using Nedb.Storage.Cbor;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Folding;

/// <summary>
/// The payload of a link: <c>{"to": [collection, key], "from": [collection, key], "relation": text}</c>. It says in the open what the key
/// of the link says.
/// </summary>
internal static class LinkPayload
{
    public static byte[] Encode(ReadOnlySpan<byte> linkKey)
    {
        var (fromCollectionId, fromKey) = LinkKey.DecodeNearEnd(linkKey);
        var (relation, toCollectionId, toKey) = LinkKey.Decode(linkKey);
        var buffer = new ByteBuffer();
        var writer = new CborWriter(buffer);
        writer.WriteMapHead(3);
        writer.WriteText("to");
        WriteEnd(writer, toCollectionId, toKey);
        writer.WriteText("from");
        WriteEnd(writer, fromCollectionId, fromKey);
        writer.WriteText("relation");
        writer.WriteText(relation);
        return buffer.ToArray();
    }

    /// <summary>The key of the same link as seen from its end, as the reverse index has it.</summary>
    public static NedbValue ReverseOf(ReadOnlySpan<byte> linkKey)
    {
        var (fromCollectionId, fromKey) = LinkKey.DecodeNearEnd(linkKey);
        var (relation, toCollectionId, toKey) = LinkKey.Decode(linkKey);
        return NedbValue.FromBytes(LinkKey.Encode(toCollectionId, toKey, relation, fromCollectionId, fromKey));
    }

    private static void WriteEnd(CborWriter writer, int collectionId, byte[] key)
    {
        writer.WriteArrayHead(2);
        writer.WriteInt64(collectionId);
        writer.WriteBytes(key);
    }
}
