using System.Buffers.Binary;
using System.Text;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>
/// What a run knows of a node by its seq: where its version lies, and what versions do not carry. Little-endian.
/// <code>
///  0  hash (32)    32  time in UTC ticks    40  collection (4)    44  kind (1)    45  key
/// </code>
/// A definition has no version elsewhere: in place of the key stand the length of the key (4), the key, and the name of the collection.
/// </summary>
internal readonly record struct NodeEntry(long Seq, Hash256 Hash, long Ticks, int CollectionId, NodeKind Kind, byte[] Key, string? Name)
{
    private const int TicksOffset = 32;
    private const int CollectionOffset = 40;
    private const int KindOffset = 44;
    private const int KeyOffset = 45;

    /// <summary>Appends a node.</summary>
    public static void Write(VersionEntry node, ByteBuffer target)
    {
        var head = target.Reserve(KeyOffset);
        node.Hash.CopyTo(head);
        BinaryPrimitives.WriteInt64LittleEndian(head[TicksOffset..], node.Ticks);
        BinaryPrimitives.WriteInt32LittleEndian(head[CollectionOffset..], node.CollectionId);
        head[KindOffset] = (byte)node.Kind;
        if (!node.Kind.IsVersion())
            BinaryPrimitives.WriteInt32LittleEndian(target.Reserve(sizeof(int)), node.KeyBytes.Length);
        target.Append(node.KeyBytes);
        if (!node.Kind.IsVersion())
            target.Append(Encoding.UTF8.GetBytes(node.Id.AsString()));
    }

    /// <summary>Reads a node.</summary>
    public static NodeEntry Read(long seq, ReadOnlySpan<byte> value)
    {
        var kind = (NodeKind)value[KindOffset];
        var key = value[KeyOffset..];
        string? name = null;
        if (!kind.IsVersion())
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(key);
            name = Encoding.UTF8.GetString(key[(sizeof(int) + length)..]);
            key = key.Slice(sizeof(int), length);
        }

        return new(
            seq, HashOf(value), TicksOf(value), CollectionOf(value), kind, key.ToArray(), name);
    }

    public static Hash256 HashOf(ReadOnlySpan<byte> value) => new(value[..Hash256.SizeBytes]);

    public static int CollectionOf(ReadOnlySpan<byte> value) => BinaryPrimitives.ReadInt32LittleEndian(value[CollectionOffset..]);

    public static long TicksOf(ReadOnlySpan<byte> value) => BinaryPrimitives.ReadInt64LittleEndian(value[TicksOffset..]);

    /// <summary>The version of a definition, which lies in no view but this.</summary>
    public VersionEntry ToDefinition()
    {
        var version = new VersionEntry(
            CollectionId, Kind, Seq, 0, Ticks, Key, NedbValue.FromString(Name), null, default, Period.Always, Provenance.None);
        version.Seal(Seq, Ticks, Hash);
        return version;
    }
}
