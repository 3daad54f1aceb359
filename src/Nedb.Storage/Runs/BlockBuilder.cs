using System.Buffers.Binary;
using Nedb.Storage.Values;

namespace Nedb.Storage.Runs;

/// <summary>
/// Writes one block after another: entries, then the offset of each entry (2 bytes), then their number (2 bytes), little-endian. An entry
/// is the length of what its key shares with the base key of its group, the length of the rest of the key (both LEB128), the rest, and the
/// value, which goes on to where the next entry begins. The first of each sixteen entries is the base of its group. Since nothing depends
/// on the entry before, each can be read by itself: searches are binary, and walking back costs what walking on does.
/// </summary>
internal sealed class BlockBuilder
{
    private readonly ByteBuffer _bytes = new();
    private readonly List<ushort> _offsets = [];
    private int _baseStart;
    private int _baseLength;

    /// <summary>The number of entries.</summary>
    public int Count => _offsets.Count;

    /// <summary>The bytes of the block so far.</summary>
    public int Length => _bytes.Length + sizeof(ushort) * (_offsets.Count + 1);

    /// <summary>What separates the block from the one before: not greater than any key in it, greater than all keys before it.</summary>
    public byte[] Separator { get; set; } = [];

    /// <summary>Adds an entry behind the others.</summary>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var start = _bytes.Length;
        var shared = 0;
        if (_offsets.Count % RunLimits.GroupEntries != 0)
            shared = _bytes.Written.Slice(_baseStart, _baseLength).CommonPrefixLength(key);
        _offsets.Add(checked((ushort)start));
        WriteLength(shared);
        WriteLength(key.Length - shared);
        if (_offsets.Count % RunLimits.GroupEntries == 1)
            (_baseStart, _baseLength) = (_bytes.Length, key.Length);
        _bytes.Append(key[shared..]);
        _bytes.Append(value);
    }

    /// <summary>The finished block; valid until the next call.</summary>
    public ReadOnlySpan<byte> Finish()
    {
        foreach (var offset in _offsets)
            BinaryPrimitives.WriteUInt16LittleEndian(_bytes.Reserve(sizeof(ushort)), offset);
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.Reserve(sizeof(ushort)), (ushort)_offsets.Count);
        return _bytes.Written;
    }

    /// <summary>Begins the next block.</summary>
    public void Clear()
    {
        _bytes.Clear();
        _offsets.Clear();
    }

    private void WriteLength(int length)
    {
        var rest = (uint)length;
        for (; rest >= 0x80; rest >>= 7)
            _bytes.Append((byte)(rest | 0x80));
        _bytes.Append((byte)rest);
    }
}
