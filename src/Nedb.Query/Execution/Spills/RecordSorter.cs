using System.Buffers.Binary;

namespace Nedb.Query.Execution.Spills;

/// <summary>
/// Orders records by their keys, byte by byte; records of equal keys keep the order of their arrival. What the memory has no room for is
/// written in sorted runs, which are merged at the end.
/// </summary>
internal sealed class RecordSorter(StepMemory memory)
{
    private const int EntryBytes = 24;

    private readonly int _chunkBytes = memory.ChunkBytes;

    private readonly List<RecordList> _runs = [];
    private List<byte[]> _chunks = [];
    private Entry[] _entries = new Entry[64];
    private long _bytes;
    private int _used;
    private int _count;

    /// <summary>How many records there are.</summary>
    public long Count { get; private set; }

    /// <summary>Takes a record.</summary>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> content)
    {
        var length = (2 * sizeof(int)) + key.Length + content.Length;
        if (_chunks.Count == 0 || _used + length > _chunks[^1].Length)
        {
            _chunks.Add(new byte[Math.Max(_chunkBytes, length)]);
            _bytes += _chunks[^1].Length;
            _used = 0;
            if (memory.Hold(_bytes + (EntryBytes * (long)_entries.Length)))
                Spill();
        }

        var record = _chunks[^1].AsSpan(_used, length);
        BinaryPrimitives.WriteInt32LittleEndian(record, key.Length);
        BinaryPrimitives.WriteInt32LittleEndian(record[sizeof(int)..], content.Length);
        key.CopyTo(record[(2 * sizeof(int))..]);
        content.CopyTo(record[(2 * sizeof(int) + key.Length)..]);
        if (_count == _entries.Length)
            Array.Resize(ref _entries, _count * 2);
        _entries[_count++] = new(Ordering.PrefixOf(key), _chunks.Count - 1, _used);
        _used += length;
        Count++;
    }

    /// <summary>The records in order. No more can be taken.</summary>
    public RecordCursor Sort()
    {
        if (_runs.Count == 0)
        {
            SortEntries();
            return new Held(memory.Frame, _chunks, _entries, _count);
        }

        if (_count > 0)
            WriteRun();
        Drop(0);
        while (_runs.Count > memory.MergeWidth)
            MergeRuns();
        return Merge(_runs);
    }

    /// <summary>The records in order, to be looked up by their keys.</summary>
    public RecordList ToList()
    {
        var cursor = Sort();
        var builder = new RecordListBuilder(memory, isKeyed: true);
        while (cursor.MoveNext())
            builder.Add(cursor.Key, cursor.Content);
        Drop(0);
        return builder.Build();
    }

    /// <summary>Writes all but the last chunk, which is still empty.</summary>
    private void Spill()
    {
        if (_count == 0)
            return;
        WriteRun();
        Drop(1);
    }

    private void WriteRun()
    {
        SortEntries();
        var builder = new RecordListBuilder(memory);
        var held = new Held(memory.Frame, _chunks, _entries, _count);
        while (held.MoveNext())
            builder.Add(held.Key, held.Content);
        _runs.Add(builder.Build());
    }

    private void Drop(int kept)
    {
        _chunks = kept == 0 ? [] : [_chunks[^1]];
        _bytes = _chunks.Count == 0 ? 0 : _chunks[0].Length;
        _count = 0;
        _used = 0;
        if (kept == 0)
            _entries = [];
        memory.Hold(_bytes + (EntryBytes * (long)_entries.Length));
    }

    // Neighbours are merged, so that what came first stays first.
    private void MergeRuns()
    {
        var merged = new List<RecordList>();
        foreach (var part in _runs.Chunk(memory.MergeWidth))
        {
            if (part.Length == 1)
            {
                merged.Add(part[0]);
                continue;
            }

            var builder = new RecordListBuilder(memory);
            var cursor = Merge(part);
            while (cursor.MoveNext())
                builder.Add(cursor.Key, cursor.Content);
            merged.Add(builder.Build());
        }

        _runs.Clear();
        _runs.AddRange(merged);
    }

    private MergedRecords Merge(IReadOnlyList<RecordList> runs)
    {
        memory.Hold(RecordListBuilder.BlockBytes * (long)runs.Count);
        return new([.. runs.Select(run => run.Scan(memory.Frame))]);
    }

    private void SortEntries() => Ordering.Sort(memory.Frame, _entries.AsSpan(0, _count), Compare);

    private int Compare(Entry left, Entry right)
    {
        var order = left.Prefix.CompareTo(right.Prefix);
        if (order == 0)
            order = KeyOf(left).SequenceCompareTo(KeyOf(right));
        if (order == 0)
            order = left.Chunk.CompareTo(right.Chunk);
        return order != 0 ? order : left.Start.CompareTo(right.Start);
    }

    private ReadOnlySpan<byte> KeyOf(Entry entry)
    {
        var bytes = _chunks[entry.Chunk];
        var (key, content, _) = RecordBlock.PlacesOf(bytes, entry.Start);
        return bytes.AsSpan(key, content - key);
    }

    private readonly record struct Entry(ulong Prefix, int Chunk, int Start);

    private sealed class Held(Frame frame, List<byte[]> chunks, Entry[] entries, int count) : RecordCursor
    {
        private byte[] _bytes = [];
        private (int Key, int Content, int End) _places;
        private int _next;

        public override ReadOnlySpan<byte> Key => _bytes.AsSpan(_places.Key, _places.Content - _places.Key);

        public override ArraySegment<byte> Content => new(_bytes, _places.Content, _places.End - _places.Content);

        public override bool MoveNext()
        {
            frame.Tick();
            if (_next >= count)
                return false;
            var entry = entries[_next++];
            _bytes = chunks[entry.Chunk];
            _places = RecordBlock.PlacesOf(_bytes, entry.Start);
            return true;
        }
    }
}
