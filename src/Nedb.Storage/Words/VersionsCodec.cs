using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Nedb.Storage.Cbor;
using Nedb.Storage.Values;

namespace Nedb.Storage.Words;

/// <summary>
/// Versions that follow each other, each in as many bytes, so that one is found without the others. Little-endian.
/// <code>
/// 0  count (4)    4  1 where ids are numbers, else 0 (4)
/// 8  for each: seq (8), superseded seq (8), id or its offset (8)    then ids (CBOR)
/// </code>
/// </summary>
internal static class VersionsCodec
{
    /// <summary>How many stand together. They fill a block, so that each block but the last has so many.</summary>
    public const int CountMax = 700;

    private const int NumbersOffset = 4;
    private const int HeadBytes = 8;
    private const int VersionBytes = 24;
    private const int SupersededOffset = 8;
    private const int IdOffset = 16;

    public static void Write(List<WordVersion> versions, ByteBuffer target)
    {
        var areNumbers = versions.TrueForAll(static version => version.Id.Kind == ValueKind.Int64);
        var start = target.Length;
        BinaryPrimitives.WriteInt32LittleEndian(target.Reserve(sizeof(int)), versions.Count);
        BinaryPrimitives.WriteInt32LittleEndian(target.Reserve(sizeof(int)), areNumbers ? 1 : 0);
        var ids = new ByteBuffer();
        foreach (ref readonly var version in CollectionsMarshal.AsSpan(versions))
        {
            var bytes = target.Reserve(VersionBytes);
            BinaryPrimitives.WriteInt64LittleEndian(bytes, version.Seq);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[SupersededOffset..], version.SupersededSeq);
            var id = version.Id;
            BinaryPrimitives.WriteInt64LittleEndian(
                bytes[IdOffset..], areNumbers ? id.AsInt64() : HeadBytes + VersionBytes * versions.Count + ids.Length);
            if (!areNumbers)
                new CborWriter(ids).WriteValue(in id);
        }

        target.Append(ids.Written);
    }

    public static int CountOf(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32LittleEndian(bytes);

    public static WordVersion Read(ReadOnlySpan<byte> bytes, int number)
    {
        var version = bytes.Slice(HeadBytes + VersionBytes * number, VersionBytes);
        var id = BinaryPrimitives.ReadInt64LittleEndian(version[IdOffset..]);
        return new(
            bytes[NumbersOffset] != 0 ? NedbValue.FromInt64(id) : new CborReader(bytes[(int)id..]).ReadValue(),
            BinaryPrimitives.ReadInt64LittleEndian(version),
            BinaryPrimitives.ReadInt64LittleEndian(version[SupersededOffset..]));
    }
}
