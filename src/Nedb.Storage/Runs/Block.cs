using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nedb.Storage.Runs;

/// <summary>A block with entries, as <see cref="BlockBuilder"/> writes it. Its structure was checked when it was read.</summary>
internal sealed class Block : CachedBytes
{
    /// <summary>The bytes before the offsets.</summary>
    public const int HeaderBytes = 8;

    /// <summary>Where the size of the values is.</summary>
    public const int ValueSizeOffset = 2;

    /// <summary>Where the number of bytes of the keys is.</summary>
    public const int KeyBytesOffset = 4;

    /// <summary>What stands for values of different sizes, and for such as are not smaller than this.</summary>
    public const int VariableSize = ushort.MaxValue;

    // An index leads to hundreds of blocks, and knows at what seqs each of them shows something: a scan through a few times as much as
    // there is room for must not drive it out.
    private const int SparesOfIndex = 8;

    private const int GroupShift = 4; // 16 entries

    // Nobody knows here which fields a walk reads; it seldom reads more.
    private const int PrefetchedFields = 4;

    private readonly int _keyOffsets; // all four are positions in the array
    private readonly int _valueOffsets;
    private readonly int _keys;
    private readonly int _values;
    private readonly int _end;
    private readonly int _valueSize;
    private readonly long[] _childSeqs; // of each child the least seq at which it shows something, and that from which on it does not
    private ulong[]? _baseKeys; // made by the first who searches, from what never changes
    private DecodedField[] _decoded = [];
    private int _decodedBytes;
    private int _emptyValues = -1; // counted by the first who asks; who asks meanwhile counts the same

    private Block(ArraySegment<byte> content, int count, int valueSize, int keyBytes, bool isIndex)
        : base(content)
    {
        Count = count;
        _valueSize = valueSize;
        _keyOffsets = Start + HeaderBytes;
        _valueOffsets = _keyOffsets + sizeof(ushort) * count;
        _keys = valueSize == VariableSize ? _valueOffsets + sizeof(ushort) * count : _valueOffsets;
        _values = _keys + keyBytes;
        _end = Start + Length;
        Children = isIndex ? new CachedBytes?[count] : [];
        _childSeqs = isIndex ? new long[2 * count] : [];
    }

    /// <summary>The number of entries, at least 1.</summary>
    public int Count { get; }

    /// <summary>In a block of an index, what is in memory of the blocks that its entries point to.</summary>
    public CachedBytes?[] Children { get; }

    /// <summary>
    /// Within which seqs its entries can be seen; null until somebody who knows what they are found out. It follows from the block, so who
    /// sets it twice sets the same.
    /// </summary>
    public SeqSpan? Seqs { get; set; }

    /// <summary>In a block of an index: takes note of the seqs of a block that it points to, which goes sooner than this one.</summary>
    public void KeepSeqs(int child, SeqSpan seqs)
    {
        // Who sees the second number sees the first.
        _childSeqs[2 * child] = seqs.Least;
        Volatile.Write(ref _childSeqs[(2 * child) + 1], seqs.End);
    }

    /// <summary>In a block of an index: whether a block that it points to is known to show nothing at a seq.</summary>
    public bool IsHiddenAt(int child, long seq) => Volatile.Read(ref _childSeqs[(2 * child) + 1]) is not 0 and var end
        && SeqSpan.IsHiddenAt(seq, _childSeqs[2 * child], end);

    /// <summary>The fields that were decoded from the block and are kept with it.</summary>
    public DecodedField[] Decoded => Volatile.Read(ref _decoded);

    /// <inheritdoc/>
    public override int Footprint => base.Footprint + BaseKeys.FootprintMost(Count) + (IntPtr.Size + 2 * sizeof(long)) * Children.Length
        + _decodedBytes;

    /// <inheritdoc/>
    public override int Spares => Children.Length > 0 ? SparesOfIndex : 0;

    /// <inheritdoc/>
    public override int DecodedBytes => _decodedBytes;

    /// <summary>Keeps a decoded field; only for who counts the bytes, one at a time.</summary>
    public void Keep(DecodedField field)
    {
        _decodedBytes += field.Values.Footprint;
        Volatile.Write(ref _decoded, [.. _decoded, field]);
    }

    /// <summary>Reads a block; whatever the bytes are, it does not throw.</summary>
    public static bool TryRead(ArraySegment<byte> content, bool isIndex, [NotNullWhen(true)] out Block? block)
    {
        block = null;
        ReadOnlySpan<byte> bytes = content;
        if (bytes.Length < HeaderBytes)
            return false;
        var count = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        var valueSize = BinaryPrimitives.ReadUInt16LittleEndian(bytes[ValueSizeOffset..]);
        var keyBytes = BinaryPrimitives.ReadInt32LittleEndian(bytes[KeyBytesOffset..]);
        var tables = HeaderBytes + sizeof(ushort) * count * (valueSize == VariableSize ? 2 : 1);
        if (count == 0 || keyBytes < 0 || keyBytes > bytes.Length - tables)
            return false;
        var read = new Block(content, count, valueSize, keyBytes, isIndex);
        if (!read.IsWellFormed())
            return false;
        block = read;
        return true;
    }

    /// <summary>Where the parts of an entry are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BlockEntry Entry(int index)
    {
        var (shared, restStart, restLength) = Key(index);
        if (_valueSize != VariableSize)
            return new(shared, restStart, restLength, _values + index * _valueSize, _valueSize);
        var start = _values + OffsetAt(_valueOffsets, index);
        var end = index + 1 < Count ? _values + OffsetAt(_valueOffsets, index + 1) : _end;
        return new(shared, restStart, restLength, start, end - start);
    }

    /// <summary>The position behind the value of an entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ValueEndOf(int index) => _valueSize != VariableSize ? _values + ((index + 1) * _valueSize)
        : index + 1 < Count ? _values + OffsetAt(_valueOffsets, index + 1) : _end;

    /// <summary>The base key of a group.</summary>
    public ReadOnlySpan<byte> BaseKey(int group)
    {
        var (_, start, length) = Key(group << GroupShift);
        return Array.AsSpan(start, length);
    }

    /// <summary>The key of an entry.</summary>
    public byte[] KeyOf(int index)
    {
        var (shared, start, length) = Key(index);
        return [.. BaseKey(GroupOf(index))[..shared], .. Array.AsSpan(start, length)];
    }

    /// <summary>Whether any entry has nothing as its value.</summary>
    public bool HasEmptyValue()
    {
        if (_valueSize != VariableSize)
            return _valueSize == 0;
        if (_emptyValues < 0)
            _emptyValues = CountEmptyValues();
        return _emptyValues > 0;
    }

    /// <summary>Counts the entries that have something as their value, and passes them and those between.</summary>
    /// <param name="index">The first entry; becomes the first that was not passed.</param>
    /// <param name="end">The entry behind the last one.</param>
    /// <param name="most">The most entries to count.</param>
    public int PassValues(ref int index, int end, long most)
    {
        var first = index;
        if (!HasEmptyValue())
        {
            index += (int)Math.Max(0, Math.Min(end - index, most));
            return index - first;
        }

        var count = 0;
        for (; index < end && count < most; index++)
            count += Entry(index).ValueLength > 0 ? 1 : 0;
        return count;
    }

    /// <summary>As <see cref="PassValues"/>, backwards.</summary>
    /// <param name="index">The last entry; becomes the last that was not passed, or -1.</param>
    /// <param name="first">The first entry.</param>
    /// <param name="most">The most entries to count.</param>
    public int PassValuesBack(ref int index, int first, long most)
    {
        var last = index;
        if (!HasEmptyValue())
        {
            index -= (int)Math.Max(0, Math.Min(index - first + 1, most));
            return last - index;
        }

        var count = 0;
        for (; index >= first && count < most; index--)
            count += Entry(index).ValueLength > 0 ? 1 : 0;
        return count;
    }

    /// <summary>Whether the key of an entry begins with a prefix.</summary>
    public bool StartsWith(int index, ReadOnlySpan<byte> prefix)
    {
        var (shared, start, length) = Key(index);
        if (shared >= prefix.Length)
            return BaseKey(GroupOf(index)).StartsWith(prefix);
        return (shared == 0 || BaseKey(GroupOf(index))[..shared].SequenceEqual(prefix[..shared]))
            && Array.AsSpan(start, length).StartsWith(prefix[shared..]);
    }

    /// <summary>Compares the key of an entry with another.</summary>
    public int CompareKey(int index, ReadOnlySpan<byte> key)
    {
        var (shared, start, length) = Key(index);
        var common = Math.Min(shared, key.Length);
        var order = common == 0 ? 0 : BaseKey(GroupOf(index))[..common].SequenceCompareTo(key[..common]);
        if (order != 0)
            return order;
        return shared > key.Length ? 1 : Array.AsSpan(start, length).SequenceCompareTo(key[shared..]);
    }

    /// <summary>The position of the first key that is not less than the given one.</summary>
    public int LowerBound(ReadOnlySpan<byte> key, out bool isEqual)
    {
        isEqual = false;
        var high = BaseKeys.Narrow(_baseKeys ??= BaseKeys.Of(this), key, out var low);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var order = BaseKey(middle).SequenceCompareTo(key);
            if (order == 0)
            {
                isEqual = true;
                return middle << GroupShift;
            }

            if (order < 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low == 0 ? 0 : LowerBoundInGroup(low - 1, key, out isEqual);
    }

    /// <summary>Asks memory for what a search looks at.</summary>
    public void Prefetch()
    {
        if (_baseKeys is { } words)
            Memory.Prefetch(ref words[0], sizeof(ulong) * words.Length);
        // Of many keys a search looks at one group, which only the others tell.
        if (_values - _keyOffsets <= Memory.BytesMost)
            Prefetch(_keyOffsets, _values - _keyOffsets);
    }

    /// <summary>Asks memory for what a walk that comes to this block looks at first, once the block itself is there.</summary>
    public void PrefetchParts()
    {
        Memory.Prefetch(_decoded);
        Memory.Prefetch(Seqs);
        Prefetch(_keyOffsets, 1);
        Prefetch(_keys, 1);
        Prefetch(_valueOffsets, 1);
        Prefetch(_values, Math.Min(1, _end - _values)); // there may be none
    }

    /// <summary>Asks memory for fields that were decoded, once the parts are there.</summary>
    public void PrefetchDecoded()
    {
        foreach (ref readonly var field in DecodedFirst)
            Memory.Prefetch(field.Values);
    }

    /// <summary>Asks memory for the values of fields that were decoded, once those are there.</summary>
    public void PrefetchValues()
    {
        foreach (ref readonly var field in DecodedFirst)
        {
            Memory.Prefetch(field.Values.Integers ?? field.Values.Codes);
            Memory.Prefetch(field.Values.Texts);
        }
    }

    /// <summary>Asks memory for the beginning of a value.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="length">How long it is.</param>
    public void Prefetch(int start, int length)
    {
        // Nothing may begin behind the end.
        if (length > 0)
            Memory.Prefetch(ref Array[start], length);
    }

    /// <summary>The position of the last key that is not greater than the given one; the first where there is none.</summary>
    public int FindChild(ReadOnlySpan<byte> key)
    {
        var position = LowerBound(key, out var isEqual);
        return isEqual || position == 0 ? position : position - 1;
    }

    /// <summary>The value of an entry, if it has the size of a pointer.</summary>
    public bool TryReadPointer(int index, out BlockPointer pointer)
    {
        var entry = Entry(index);
        var isPointer = entry.ValueLength == BlockPointer.SizeBytes;
        pointer = isPointer ? BlockPointer.Read(Array.AsSpan(entry.ValueStart, BlockPointer.SizeBytes)) : default;
        return isPointer;
    }

    /// <summary>The group of an entry.</summary>
    public static int GroupOf(int index) => index >> GroupShift;

    private ReadOnlySpan<DecodedField> DecodedFirst => _decoded.AsSpan(0, Math.Min(_decoded.Length, PrefetchedFields));

    // The base of the group is less than the key. An entry shares with the base as many bytes as it can, and is greater than it. So if it
    // shares more than the key does, it has the smaller byte where the key parts from the base, and is less; if it shares less, it is
    // greater.
    private int LowerBoundInGroup(int group, ReadOnlySpan<byte> key, out bool isEqual)
    {
        isEqual = false;
        var common = BaseKey(group).CommonPrefixLength(key);
        var rest = key[common..];
        int low = (group << GroupShift) + 1, high = Math.Min(Count, (group + 1) << GroupShift);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var (shared, start, length) = Key(middle);
            var order = shared != common ? common - shared : Array.AsSpan(start, length).SequenceCompareTo(rest);
            if (order < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
                isEqual |= order == 0;
            }
        }

        return low;
    }

    // What is read here without bounds was checked by IsWellFormed, once for all times that it is read.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (int Shared, int RestStart, int RestLength) Key(int index)
    {
        var position = _keys + OffsetAt(_keyOffsets, index);
        var end = index + 1 < Count ? _keys + OffsetAt(_keyOffsets, index + 1) : _values;
        int shared = Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Array), position++);
        if (shared >= 0x80)
            shared = ReadLength(shared, ref position);
        return (shared, position, end - position);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int OffsetAt(int table, int index)
    {
        var value = Unsafe.ReadUnaligned<ushort>(
            ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Array), table + sizeof(ushort) * index));
        return BitConverter.IsLittleEndian ? value : BinaryPrimitives.ReverseEndianness(value);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int ReadLength(int first, ref int position)
    {
        var length = first & 0x7F;
        for (var shift = 7; shift <= 14; shift += 7)
        {
            var next = Array[position++];
            length |= (next & 0x7F) << shift;
            if (next < 0x80)
                break;
        }

        return length; // 21 bits; no key is longer
    }

    private bool IsWellFormed()
    {
        if (_valueSize == VariableSize ? !AreValuesWellFormed() : _end - _values != _valueSize * Count)
            return false;
        var baseLength = 0;
        for (var i = 0; i < Count; i++)
        {
            var start = _keys + OffsetAt(_keyOffsets, i);
            var end = i + 1 < Count ? _keys + OffsetAt(_keyOffsets, i + 1) : _values;
            if ((i == 0 && start != _keys) || end > _values || !IsLengthWithin(start, end))
                return false;
            var (shared, _, restLength) = Key(i);
            if (restLength < 0 || shared + restLength > RunLimits.KeyBytesMax)
                return false;
            if ((i & (RunLimits.GroupEntries - 1)) == 0)
                baseLength = shared == 0 ? restLength : -1;
            if (shared > baseLength)
                return false;
        }

        return true;
    }

    private int CountEmptyValues()
    {
        var count = 0;
        for (var i = 0; i < Count; i++)
            count += Entry(i).ValueLength == 0 ? 1 : 0;
        return count;
    }

    private bool AreValuesWellFormed()
    {
        var last = 0;
        for (var i = 0; i < Count; i++)
        {
            var offset = OffsetAt(_valueOffsets, i);
            if (offset < last || (i == 0 && offset != 0))
                return false;
            last = offset;
        }

        return last <= _end - _values;
    }

    // Whether a length of at most three bytes ends there.
    private bool IsLengthWithin(int start, int end)
    {
        var stop = Math.Min(start + 3, end);
        for (var position = start; position < stop; position++)
        {
            if (Array[position] < 0x80)
                return true;
        }

        return false;
    }
}
