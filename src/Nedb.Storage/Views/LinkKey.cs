using System.Buffers.Binary;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.Storage.Views;

/// <summary>
/// Links are versions of a built-in collection. The key of a link is both of its ends and its relation; a reverse index finds it from its
/// other end.
/// <code>
/// | i32 collection | u16 length | key | relation as an ordered text | i32 collection | key |      all big-endian
/// </code>
/// </summary>
internal static class LinkKey
{
    /// <summary>The identity of the built-in collection.</summary>
    public const int CollectionId = -1;

    /// <summary>The name under which links stand in the log.</summary>
    public const string CollectionName = "_links";

    /// <summary>The field that holds the key of the link as seen from its end.</summary>
    public const int ReverseFieldId = 1;

    public static CollectionDefinition Collection { get; } = new()
    {
        Id = CollectionId,
        Name = CollectionName,
        Fields = [new FieldDefinition { Id = ReverseFieldId, Name = "reverse", Type = new(FieldKind.Bytes) }],
        Indexes = [new IndexDefinition { Id = 1, Name = "reverse", Fields = [new IndexField(ReverseFieldId)] }],
    };

    public static IndexState ReverseIndex { get; } = IndexState.CreateEmpty(Collection.Indexes[0], 0, null);

    /// <summary>The key of a link, seen from one of its ends. Seen from the start it is the key in the collection.</summary>
    public static byte[] Encode(
        int collectionId, ReadOnlySpan<byte> key, string relation, int otherCollectionId, ReadOnlySpan<byte> otherKey)
    {
        var buffer = ByteBuffer.Rent();
        AppendPrefix(buffer, collectionId, key, relation);
        BinaryPrimitives.WriteInt32BigEndian(buffer.Reserve(sizeof(int)), otherCollectionId);
        buffer.Append(otherKey);
        var bytes = buffer.ToArray();
        ByteBuffer.Return(buffer);
        return bytes;
    }

    /// <summary>What the keys of all links of a document, or of one relation, begin with.</summary>
    public static byte[] EncodePrefix(int collectionId, ReadOnlySpan<byte> key, string? relation)
    {
        var buffer = ByteBuffer.Rent();
        AppendPrefix(buffer, collectionId, key, relation);
        var bytes = buffer.ToArray();
        ByteBuffer.Return(buffer);
        return bytes;
    }

    /// <summary>Takes a key apart: the relation and the other end.</summary>
    public static (string Relation, int OtherCollectionId, byte[] OtherKey) Decode(ReadOnlySpan<byte> link)
    {
        var rest = link[(sizeof(int) + sizeof(ushort) + BinaryPrimitives.ReadUInt16BigEndian(link[sizeof(int)..]))..];
        var relation = KeyDecoder.ReadText(rest, out var length);
        rest = rest[length..];
        return (relation, BinaryPrimitives.ReadInt32BigEndian(rest), rest[sizeof(int)..].ToArray());
    }

    /// <summary>Takes the near end of a key apart.</summary>
    public static (int CollectionId, byte[] Key) DecodeNearEnd(ReadOnlySpan<byte> link)
    {
        var length = BinaryPrimitives.ReadUInt16BigEndian(link[sizeof(int)..]);
        return (BinaryPrimitives.ReadInt32BigEndian(link), link.Slice(sizeof(int) + sizeof(ushort), length).ToArray());
    }

    private static void AppendPrefix(ByteBuffer buffer, int collectionId, ReadOnlySpan<byte> key, string? relation)
    {
        BinaryPrimitives.WriteInt32BigEndian(buffer.Reserve(sizeof(int)), collectionId);
        BinaryPrimitives.WriteUInt16BigEndian(buffer.Reserve(sizeof(ushort)), checked((ushort)key.Length));
        buffer.Append(key);
        if (relation is not null)
            KeyEncoder.AppendText(relation, buffer);
    }
}
