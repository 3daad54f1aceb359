using System.Buffers.Binary;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>
/// How views share a run: each has a prefix of its own in front of its keys. Big-endian, so that bytes compare as numbers do.
/// <code>
/// views of the present                                    views that only grow
///  1  slot (4), key                                       16  slot (4), key, seq (8)
///  2  slot (4), index (4), built seq (8), entry           17  slot (4), index (4), built seq (8), entry, seq (8)
///  3  slot (4), key        (what ended)                   18  cause (8), effect (8)
///  4  idempotency key                                     19  seq (8)
///  5  client                                              20  level (1), index (8) of a hash
///  5  client                                              21  beginning of a leaf (8), its seq (8)
///  5  client                                              22  beginning of a head (8), last seq (8)
/// </code>
/// A slot is the identity of a collection, and 0 for links.
/// </summary>
internal static class ViewKey
{
    public const byte Current = 1;
    public const byte CurrentEntry = 2;
    public const byte Ended = 3;
    public const byte Outcome = 4;
    public const byte Nonce = 5;
    public const byte Closed = 16;
    public const byte ClosedEntry = 17;
    public const byte Effect = 18;
    public const byte Node = 19;
    public const byte TreeHash = 20;
    public const byte NodeHash = 21;
    public const byte Head = 22;

    /// <summary>The bytes in front of a key of a collection.</summary>
    public const int CollectionPrefixBytes = 1 + sizeof(int);

    /// <summary>The bytes in front of an entry of an index.</summary>
    public const int IndexPrefixBytes = CollectionPrefixBytes + sizeof(int) + sizeof(long);

    /// <summary>What the keys of a collection begin with.</summary>
    public static byte[] Collection(byte view, int collectionId)
    {
        var prefix = new byte[CollectionPrefixBytes];
        Write(prefix, view, collectionId);
        return prefix;
    }

    /// <summary>What the entries of an index begin with.</summary>
    public static byte[] Index(byte view, int collectionId, int indexId, long builtSeq)
    {
        var prefix = new byte[IndexPrefixBytes];
        Write(prefix, view, collectionId);
        BinaryPrimitives.WriteInt32BigEndian(prefix.AsSpan(CollectionPrefixBytes), indexId);
        BinaryPrimitives.WriteInt64BigEndian(prefix.AsSpan(CollectionPrefixBytes + sizeof(int)), builtSeq);
        return prefix;
    }

    /// <summary>Writes what the keys of a collection begin with.</summary>
    public static void Write(Span<byte> target, byte view, int collectionId)
    {
        target[0] = view;
        BinaryPrimitives.WriteInt32BigEndian(target[1..], StateRoot.SlotOf(collectionId));
    }

    /// <summary>
    /// What follows the first byte of a key that finds a seq by a hash. The beginning of the hash is enough, for whoever finds a seq
    /// compares the whole.
    /// </summary>
    public static UInt128 PlaceOf(Hash256 hash, long seq) => new(hash.Beginning, (ulong)seq);

    /// <summary>The slot, index and built seq that an entry of an index belongs to.</summary>
    public static (int Slot, int IndexId, long BuiltSeq) ReadIndex(ReadOnlySpan<byte> key) => (
        BinaryPrimitives.ReadInt32BigEndian(key[1..]),
        BinaryPrimitives.ReadInt32BigEndian(key[CollectionPrefixBytes..]),
        BinaryPrimitives.ReadInt64BigEndian(key[(CollectionPrefixBytes + sizeof(int))..]));
}
