using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Nedb.Storage.Layers;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Scratch;

/// <summary>Reads what a <see cref="ScratchWriter"/> has written, in the same order.</summary>
/// <param name="file">The file that it was written for.</param>
/// <param name="bytes">The bytes, which are never changed: the versions that are read keep them.</param>
public ref struct ScratchReader(ScratchFile file, ArraySegment<byte> bytes)
{
    private int _position;

    /// <summary>Reads one byte.</summary>
    public byte ReadByte() => bytes[_position++];

    /// <summary>Reads a number.</summary>
    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    /// <summary>Reads a number.</summary>
    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    /// <summary>Reads a value.</summary>
    public NedbValue ReadValue()
    {
        var kind = (ValueKind)ReadByte();
        switch (kind)
        {
            case ValueKind.Null:
                return default;
            case ValueKind.String:
                return NedbValue.FromString(ReadText());
            case ValueKind.Bytes:
                return NedbValue.FromBytes(Take(ReadInt32()).ToArray());
            case ValueKind.Array:
                var items = new NedbValue[ReadInt32()];
                for (var i = 0; i < items.Length; i++)
                    items[i] = ReadValue();
                return NedbValue.FromArray(new(items));
            case ValueKind.Object:
                var members = new KeyValuePair<string, NedbValue>[ReadInt32()];
                for (var i = 0; i < members.Length; i++)
                    members[i] = new(ReadText(), ReadValue());
                return NedbValue.FromObject(new(members));
            default:
                return NedbValue.FromBits(kind, ReadInt64(), ReadInt64());
        }
    }

    /// <summary>Reads a version.</summary>
    public Document ReadDocument()
    {
        var collectionId = ReadInt32();
        var length = ReadInt32();
        var value = bytes.Slice(_position, length);
        _position += length;
        return VersionCodec.Read(collectionId, value, file.Layouts, file.Hashes);
    }

    private string ReadText() => new(MemoryMarshal.Cast<byte, char>(Take(sizeof(char) * ReadInt32())));

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = bytes.AsSpan(_position, count);
        _position += count;
        return taken;
    }
}
