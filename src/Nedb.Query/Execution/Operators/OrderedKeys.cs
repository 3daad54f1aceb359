using Nedb.Query.Execution.Spills;

namespace Nedb.Query.Execution.Operators;

/// <summary>
/// Keys of rows, of any number of parts, that are put in order by their bytes. They lie one behind the other, and what is looked at first
/// lies beside the number of the row, so that most comparisons touch nothing else.
/// </summary>
internal sealed class OrderedKeys
{
    private const int FirstChunk = 4 * 1024;
    private const int MostChunk = 1024 * 1024;
    private const int EntryBytes = 24;

    private readonly List<byte[]> _chunks = [];
    private Entry[] _entries = [];
    private long _bytes;
    private int _end; // in the last chunk
    private int _start;
    private int _common; // how many bytes all keys begin with alike

    /// <summary>How many keys there are.</summary>
    public int Count { get; private set; }

    /// <summary>How much memory they take.</summary>
    public long Bytes => _bytes + (EntryBytes * (long)_entries.Length);

    /// <summary>Adds a part to the key of the next row.</summary>
    public void Append(ReadOnlySpan<byte> part)
    {
        if (_chunks.Count == 0 || _chunks[^1].Length - _end < part.Length)
            Extend(part.Length);
        part.CopyTo(_chunks[^1].AsSpan(_end));
        _end += part.Length;
    }

    /// <summary>Says that the key of the next row is complete.</summary>
    public void Complete()
    {
        if (Count == _entries.Length)
            Array.Resize(ref _entries, Math.Max(16, 2 * Count));
        _entries[Count] = new() { Chunk = _chunks.Count - 1, Start = _start, Length = _end - _start, Row = Count };
        var key = KeyOf(in _entries[Count]);
        _common = Count == 0 ? key.Length : KeyOf(in _entries[0]).CommonPrefixLength(key[..Math.Min(_common, key.Length)]);
        _start = _end;
        Count++;
    }

    /// <summary>Forgets all keys.</summary>
    public void Clear()
    {
        _chunks.Clear();
        _entries = [];
        _bytes = 0;
        Count = _start = _end = _common = 0;
    }

    /// <summary>The numbers of the rows in the order of their keys; of equal keys in that of their arrival. No key can be added any
    /// more.</summary>
    public int[] Sort(Frame frame)
    {
        var entries = _entries.AsSpan(0, Count);
        foreach (ref var entry in entries)
            entry.Look = Ordering.PrefixOf(KeyOf(in entry)[_common..]);
        Ordering.Sort(frame, entries, Compare);
        var order = new int[Count];
        for (var i = 0; i < order.Length; i++)
            order[i] = entries[i].Row;
        return order;
    }

    private int Compare(Entry left, Entry right)
    {
        if (left.Look != right.Look)
            return left.Look < right.Look ? -1 : 1;
        var order = KeyOf(in left)[_common..].SequenceCompareTo(KeyOf(in right)[_common..]);
        return order != 0 ? order : left.Row.CompareTo(right.Row);
    }

    private ReadOnlySpan<byte> KeyOf(in Entry entry) => _chunks[entry.Chunk].AsSpan(entry.Start, entry.Length);

    /// <summary>Another chunk, with what there is of the next key.</summary>
    private void Extend(int bytes)
    {
        var begun = _end - _start;
        var size = _chunks.Count == 0 ? FirstChunk : Math.Min(MostChunk, 2 * _chunks[^1].Length);
        var chunk = new byte[Math.Max(size, begun + bytes)];
        if (begun > 0)
            _chunks[^1].AsSpan(_start, begun).CopyTo(chunk);
        _chunks.Add(chunk);
        _bytes += chunk.Length;
        (_start, _end) = (0, begun);
    }

    private struct Entry
    {
        public ulong Look;
        public int Chunk;
        public int Start;
        public int Length;
        public int Row;
    }
}
