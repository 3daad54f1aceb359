using Nedb.Storage.Scratch;

namespace Nedb.Query.Execution.Spills;

/// <summary>Records in blocks of a scratch file, in the order in which they were written. Any thread may read it.</summary>
/// <param name="file">The file.</param>
/// <param name="blocks">The blocks.</param>
/// <param name="firstRecords">For each block the number of its first record.</param>
/// <param name="firstKeys">For each block the key of its first record; empty where nothing is looked up by keys.</param>
/// <param name="count">How many records there are.</param>
internal sealed class RecordList(
    ScratchFile file, List<ScratchBlock> blocks, List<long> firstRecords, List<byte[]> firstKeys, long count)
{
    /// <summary>The file.</summary>
    public ScratchFile File => file;

    /// <summary>How many records there are.</summary>
    public long Count => count;

    /// <summary>How many blocks there are.</summary>
    public int BlockCount => blocks.Count;

    /// <summary>The number of the first record of a block.</summary>
    public long FirstOf(int block) => firstRecords[block];

    /// <summary>Reads a block.</summary>
    public byte[] Read(int block) => file.Read(blocks[block]);

    /// <summary>The length of a block.</summary>
    public int LengthOf(int block) => blocks[block].Length;

    /// <summary>The block that holds a record.</summary>
    public int BlockOf(long record)
    {
        var found = firstRecords.BinarySearch(record);
        return found >= 0 ? found : ~found - 1;
    }

    /// <summary>The first block that may hold a key: the last one that begins with a lesser one.</summary>
    public int BlockOf(ReadOnlySpan<byte> key)
    {
        int low = 0, high = firstKeys.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (firstKeys[middle].AsSpan().SequenceCompareTo(key) < 0)
                low = middle + 1;
            else
                high = middle;
        }

        return Math.Max(0, low - 1);
    }

    /// <summary>Walks over all records.</summary>
    public RecordCursor Scan(Frame frame) => new Cursor(frame, this);

    private sealed class Cursor(Frame frame, RecordList list) : RecordCursor
    {
        private byte[] _bytes = [];
        private int _block;
        private int _length;
        private int _next;
        private int _key;
        private int _content;

        public override ReadOnlySpan<byte> Key => _bytes.AsSpan(_key, _content - _key);

        public override ArraySegment<byte> Content => new(_bytes, _content, _next - _content);

        public override bool MoveNext()
        {
            frame.Tick();
            if (_next >= _length)
            {
                if (_block >= list.BlockCount)
                    return false;
                _length = list.LengthOf(_block);
                _bytes = list.Read(_block++);
                _next = 0;
            }

            (_key, _content, _next) = RecordBlock.PlacesOf(_bytes, _next);
            return true;
        }
    }
}
