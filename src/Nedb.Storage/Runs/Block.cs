using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nedb.Storage.Runs;

/// <summary>A block with entries, as <see cref="BlockBuilder"/> writes it. Its structure was checked when it was read.</summary>
internal sealed class Block : CachedBytes
{
    private const int GroupShift = 4; // 16 entries

    private readonly int _offsets;

    private Block(ArraySegment<byte> content, int count)
        : base(content)
    {
        Count = count;
        _offsets = Start + Length - sizeof(ushort) * (count + 1);
    }

    /// <summary>The number of entries, at least 1.</summary>
    public int Count { get; }

    /// <summary>Reads a block; whatever the bytes are, it does not throw.</summary>
    public static bool TryRead(ArraySegment<byte> content, [NotNullWhen(true)] out Block? block)
    {
        block = null;
        ReadOnlySpan<byte> bytes = content;
        if (bytes.Length < sizeof(ushort))
            return false;
        var count = BinaryPrimitives.ReadUInt16LittleEndian(bytes[^sizeof(ushort)..]);
        if (count == 0 || bytes.Length < sizeof(ushort) * (count + 1))
            return false;
        var read = new Block(content, count);
        if (!read.IsWellFormed())
            return false;
        block = read;
        return true;
    }

    /// <summary>Where the parts of an entry are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public BlockEntry Entry(int index)
    {
        // What is read here without bounds was checked by IsWellFormed, once for all times that it is read.
        ref var first = ref MemoryMarshal.GetArrayDataReference(Array);
        var position = Start + OffsetAt(index);
        var end = index + 1 < Count ? Start + OffsetAt(index + 1) : _offsets;
        int shared = Unsafe.Add(ref first, position++);
        if (shared >= 0x80)
            shared = ReadLength(shared, ref position);
        int rest = Unsafe.Add(ref first, position++);
        if (rest >= 0x80)
            rest = ReadLength(rest, ref position);
        return new BlockEntry(shared, position, position + rest, end);
    }

    /// <summary>The base key of a group.</summary>
    public ReadOnlySpan<byte> BaseKey(int group)
    {
        var entry = Entry(group << GroupShift);
        return Array.AsSpan(entry.RestStart, entry.ValueStart - entry.RestStart);
    }

    /// <summary>The position of the first key that is not less than the given one.</summary>
    public int LowerBound(ReadOnlySpan<byte> key, out bool isEqual)
    {
        isEqual = false;
        int low = 0, high = (Count + RunLimits.GroupEntries - 1) >> GroupShift;
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
        var isPointer = entry.End - entry.ValueStart == BlockPointer.SizeBytes;
        pointer = isPointer ? BlockPointer.Read(Array.AsSpan(entry.ValueStart, BlockPointer.SizeBytes)) : default;
        return isPointer;
    }

    /// <summary>The group of an entry.</summary>
    public static int GroupOf(int index) => index >> GroupShift;

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
            var entry = Entry(middle);
            var order = entry.Shared != common
                ? common - entry.Shared
                : Array.AsSpan(entry.RestStart, entry.ValueStart - entry.RestStart).SequenceCompareTo(rest);
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

    private int OffsetAt(int index)
    {
        var value = Unsafe.ReadUnaligned<ushort>(
            ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Array), _offsets + sizeof(ushort) * index));
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
        var baseLength = 0;
        for (var i = 0; i < Count; i++)
        {
            var start = Start + OffsetAt(i);
            var end = i + 1 < Count ? Start + OffsetAt(i + 1) : _offsets;
            if (end > _offsets || end - start < 2 || (i == 0 && start != Start) || !IsEntryWhole(start, end))
                return false;
            var entry = Entry(i);
            if ((i & (RunLimits.GroupEntries - 1)) == 0)
                baseLength = entry.Shared == 0 ? entry.KeyLength : -1;
            if (entry.Shared > baseLength || entry.ValueStart > end || entry.KeyLength > RunLimits.KeyBytesMax)
                return false;
        }

        return true;
    }

    // Whether both lengths, of at most three bytes each, end before the entry does.
    private bool IsEntryWhole(int start, int end)
    {
        var position = start;
        for (var lengths = 0; lengths < 2; lengths++)
        {
            var stop = Math.Min(position + 3, end);
            while (position < stop && Array[position] >= 0x80)
                position++;
            if (position >= stop)
                return false;
            position++;
        }

        return true;
    }
}
