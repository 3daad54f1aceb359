using System.Buffers.Binary;

namespace Nedb.Query.Execution.Spills;

/// <summary>A block of a record list in memory. A record is the lengths of its key and of its content, and then both.</summary>
internal sealed class RecordBlock
{
    private readonly byte[] _bytes;
    private readonly List<int> _starts = [];

    public RecordBlock(byte[] bytes, int length, long first)
    {
        _bytes = bytes;
        First = first;
        for (var at = 0; at < length; at = PlacesOf(bytes, at).End)
            _starts.Add(at);
    }

    /// <summary>The number of the first record.</summary>
    public long First { get; }

    /// <summary>How many records there are.</summary>
    public int Count => _starts.Count;

    /// <summary>Whether a record is among them.</summary>
    public bool Holds(long record) => record >= First && record < First + Count;

    /// <summary>The key of a record.</summary>
    public ReadOnlySpan<byte> KeyOf(int index)
    {
        var (key, content, _) = PlacesOf(_bytes, _starts[index]);
        return _bytes.AsSpan(key, content - key);
    }

    /// <summary>What a record holds.</summary>
    public ArraySegment<byte> ContentOf(int index)
    {
        var (_, content, end) = PlacesOf(_bytes, _starts[index]);
        return new(_bytes, content, end - content);
    }

    /// <summary>The first record whose key is not less.</summary>
    public int LowerBound(ReadOnlySpan<byte> key)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (KeyOf(middle).SequenceCompareTo(key) < 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>Where the key and the content of a record begin, and where the record ends.</summary>
    public static (int Key, int Content, int End) PlacesOf(byte[] bytes, int start)
    {
        var key = start + (2 * sizeof(int));
        var content = key + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(start));
        return (key, content, content + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(start + sizeof(int))));
    }
}
