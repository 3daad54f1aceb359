using System.Buffers.Binary;
using Nedb.Storage.Values;

namespace Nedb.Storage.Runs;

/// <summary>
/// Writes one block after another; little-endian.
/// <code>
///   0  number of entries (2)
///   2  size of each value, or 65,535 where they are not all of one size (2)
///   4  bytes of the keys (4)
///   8  for each entry, where its key begins in the keys (2)
///      for each entry, where its value begins in the values, unless all are of one size (2)
///      keys, values
/// </code>
/// A key is stored as the length of what it shares with the base key of its group (LEB128) and the rest. The first of each sixteen entries
/// is the base of its group. Since nothing depends on the entry before, each can be read by itself: searches are binary, and walking back
/// costs what walking on does. Keys stand apart from values, so that a search touches few lines of memory.
/// </summary>
internal sealed class BlockBuilder
{
    private readonly ByteBuffer _block = new();
    private readonly ByteBuffer _keys = new();
    private readonly ByteBuffer _values = new();
    private readonly List<ushort> _keyOffsets = [];
    private readonly List<ushort> _valueOffsets = [];
    private int _baseStart;
    private int _baseLength;
    private int _valueSize;

    /// <summary>The number of entries.</summary>
    public int Count => _keyOffsets.Count;

    /// <summary>The bytes of the block so far.</summary>
    public int Length => Block.HeaderBytes + _keys.Length + _values.Length
        + sizeof(ushort) * (_keyOffsets.Count + (_valueSize == Block.VariableSize ? _valueOffsets.Count : 0));

    /// <summary>What separates the block from the one before: not greater than any key in it, greater than all keys before it.</summary>
    public byte[] Separator { get; set; } = [];

    /// <summary>Adds an entry behind the others.</summary>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var isBase = _keyOffsets.Count % RunLimits.GroupEntries == 0;
        var shared = isBase ? 0 : _keys.Written.Slice(_baseStart, _baseLength).CommonPrefixLength(key);
        _keyOffsets.Add(checked((ushort)_keys.Length));
        _valueOffsets.Add(checked((ushort)_values.Length));
        if (_keyOffsets.Count == 1)
            _valueSize = Math.Min(value.Length, Block.VariableSize);
        else if (_valueSize != value.Length)
            _valueSize = Block.VariableSize;
        WriteLength(shared);
        if (isBase)
            (_baseStart, _baseLength) = (_keys.Length, key.Length);
        _keys.Append(key[shared..]);
        _values.Append(value);
    }

    /// <summary>The finished block; valid until the next call.</summary>
    public ReadOnlySpan<byte> Finish()
    {
        var header = _block.Reserve(Block.HeaderBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(header, (ushort)_keyOffsets.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(header[Block.ValueSizeOffset..], (ushort)_valueSize);
        BinaryPrimitives.WriteInt32LittleEndian(header[Block.KeyBytesOffset..], _keys.Length);
        WriteOffsets(_keyOffsets);
        if (_valueSize == Block.VariableSize)
            WriteOffsets(_valueOffsets);
        _block.Append(_keys.Written);
        _block.Append(_values.Written);
        return _block.Written;
    }

    /// <summary>Begins the next block.</summary>
    public void Clear()
    {
        _block.Clear();
        _keys.Clear();
        _values.Clear();
        _keyOffsets.Clear();
        _valueOffsets.Clear();
        _valueSize = 0;
    }

    private void WriteOffsets(List<ushort> offsets)
    {
        var target = _block.Reserve(sizeof(ushort) * offsets.Count);
        for (var i = 0; i < offsets.Count; i++)
            BinaryPrimitives.WriteUInt16LittleEndian(target[(sizeof(ushort) * i)..], offsets[i]);
    }

    private void WriteLength(int length)
    {
        var rest = (uint)length;
        for (; rest >= 0x80; rest >>= 7)
            _keys.Append((byte)(rest | 0x80));
        _keys.Append((byte)rest);
    }
}
