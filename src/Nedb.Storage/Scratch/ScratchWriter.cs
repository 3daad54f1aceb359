using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Nedb.Storage.Layers;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Scratch;

/// <summary>
/// Puts together what goes into a block of a scratch file: values as they are in memory, and versions as they lie in the views. What
/// <see cref="ScratchReader"/> gives back is the same. For one thread.
/// </summary>
/// <param name="file">The file, which the versions belong to from then on.</param>
public sealed class ScratchWriter(ScratchFile file)
{
    private readonly ByteBuffer _buffer = new();

    /// <summary>How many bytes there are.</summary>
    public int Length => _buffer.Length;

    /// <summary>The bytes, until more is written.</summary>
    public ReadOnlySpan<byte> Written => _buffer.Written;

    /// <summary>Begins anew.</summary>
    public void Clear() => _buffer.Clear();

    /// <summary>Appends one byte.</summary>
    public void WriteByte(byte value) => _buffer.Append(value);

    /// <summary>Appends bytes, whose number the reader must know.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes) => _buffer.Append(bytes);

    /// <summary>Appends a number.</summary>
    public void WriteInt32(int value) => BinaryPrimitives.WriteInt32LittleEndian(_buffer.Reserve(sizeof(int)), value);

    /// <summary>Appends a number.</summary>
    public void WriteInt64(long value) => BinaryPrimitives.WriteInt64LittleEndian(_buffer.Reserve(sizeof(long)), value);

    /// <summary>Appends the ordered encoding of a number that is not negative.</summary>
    public void WriteKey(long number) => BinaryPrimitives.WriteInt64BigEndian(_buffer.Reserve(sizeof(long)), number);

    /// <summary>Appends the ordered encoding of a value (<see cref="KeyEncoder"/>).</summary>
    /// <param name="value">The value.</param>
    /// <param name="isDescending">Whether greater values come first.</param>
    public void WriteKey(in NedbValue value, bool isDescending = false) => KeyEncoder.Append(in value, isDescending, _buffer);

    /// <summary>Appends a value.</summary>
    public void WriteValue(in NedbValue value)
    {
        _buffer.Append((byte)value.Kind);
        switch (value.Kind)
        {
            case ValueKind.Null:
                return;
            case ValueKind.String:
                WriteText(value.AsString());
                return;
            case ValueKind.Bytes:
                WriteInt32(value.AsBytes().Length);
                _buffer.Append(value.AsBytes());
                return;
            case ValueKind.Array:
                WriteInt32(value.AsArray().Count);
                foreach (ref readonly var item in value.AsArray().Items)
                    WriteValue(in item);
                return;
            case ValueKind.Object:
                WriteInt32(value.AsObject().Count);
                foreach (var member in value.AsObject().Members)
                {
                    WriteText(member.Key);
                    WriteValue(member.Value);
                }

                return;
            default:
                var (low, high) = value.Bits;
                WriteInt64(low);
                WriteInt64(high);
                return;
        }
    }

    /// <summary>Appends a version.</summary>
    /// <exception cref="ArgumentException">It is none of a store.</exception>
    public void WriteDocument(Document document)
    {
        if (document is not StoredDocument stored)
            throw new ArgumentException($"A {document.GetType().Name} is no version of a store.", nameof(document));
        WriteInt32(stored.CollectionId);
        var start = _buffer.Length;
        _buffer.Reserve(sizeof(int));
        VersionCodec.Write(stored, stored.SupersededSeq, file.Layouts, _buffer);
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.Change(start, sizeof(int)), _buffer.Length - start - sizeof(int));
    }

    // Text is kept as it is: half of a surrogate pair, which functions may make, has no form in UTF-8.
    private void WriteText(string text)
    {
        WriteInt32(text.Length);
        _buffer.Append(MemoryMarshal.AsBytes(text.AsSpan()));
    }
}
