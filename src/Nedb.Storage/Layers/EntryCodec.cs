using System.Buffers.Binary;
using Nedb.Storage.Values;

namespace Nedb.Storage.Layers;

/// <summary>
/// What an entry of an index has as its value: where in the entry the key of the document begins, and since when, and until when, the
/// document has it, in whatever versions. Nothing at all removes the entry of the layers below. Little-endian.
/// <code>
/// 0  length of the key    4  since which seq    12  from which seq on no more, where it has it no more
/// </code>
/// </summary>
internal static class EntryCodec
{
    private const int SeqOffset = 4;
    private const int SupersededOffset = 12;

    public static void Write(int keyLength, long seq, ByteBuffer target)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target.Reserve(sizeof(int)), keyLength);
        BinaryPrimitives.WriteInt64LittleEndian(target.Reserve(sizeof(long)), seq);
    }

    public static void Write(int keyLength, long seq, long supersededSeq, ByteBuffer target)
    {
        Write(keyLength, seq, target);
        BinaryPrimitives.WriteInt64LittleEndian(target.Reserve(sizeof(long)), supersededSeq);
    }

    public static long SeqOf(ReadOnlySpan<byte> value) => BinaryPrimitives.ReadInt64LittleEndian(value[SeqOffset..]);

    public static long SupersededSeqOf(ReadOnlySpan<byte> value) =>
        value.Length <= SupersededOffset ? long.MaxValue : BinaryPrimitives.ReadInt64LittleEndian(value[SupersededOffset..]);

    /// <summary>The key of the document, which ends an entry.</summary>
    public static ReadOnlySpan<byte> KeyOf(ReadOnlySpan<byte> entry, ReadOnlySpan<byte> value) =>
        entry[^BinaryPrimitives.ReadInt32LittleEndian(value)..];
}
