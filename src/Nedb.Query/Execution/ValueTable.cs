using Nedb.Query.Execution.Spills;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution;

/// <summary>
/// A hash table of rows of values, numbered in order of arrival. Equality is NQL's: null equals null, numbers compare by value across
/// their kinds.
/// Chained buckets in flat arrays, so that looking up a row allocates nothing.
/// </summary>
internal sealed class ValueTable(int width)
{
    private const int MostKept = 256;

    private NedbValue[] _values = new NedbValue[width * 4];
    private int[] _hashes = new int[4];
    private int[] _next = new int[4];
    private int[] _buckets = NewBuckets(8);
    private long _beside;

    public int Count { get; private set; }

    /// <summary>About how much memory the table takes.</summary>
    public long Bytes => (ValueSize.ValueBytes * (long)_values.Length) + (2 * sizeof(int) * (long)_hashes.Length)
        + (sizeof(int) * (long)_buckets.Length) + _beside;

    public ReadOnlySpan<NedbValue> this[int row] => _values.AsSpan(row * width, width);

    /// <summary>Whether there is so little room in it that clearing it costs less than another table.</summary>
    public bool CanClear => _hashes.Length <= MostKept;

    /// <summary>Forgets all rows.</summary>
    public void Clear()
    {
        if (Count == 0)
            return;
        Array.Clear(_values, 0, Count * width);
        Array.Fill(_buckets, -1);
        _beside = 0;
        Count = 0;
    }

    /// <summary>The number of an equal row, or -1.</summary>
    public int Find(ReadOnlySpan<NedbValue> row) => Find(row, HashOf(row));

    private int Find(ReadOnlySpan<NedbValue> row, int hash)
    {
        for (var i = _buckets[hash & (_buckets.Length - 1)]; i >= 0; i = _next[i])
            if (_hashes[i] == hash && AreEqual(this[i], row))
                return i;
        return -1;
    }

    /// <summary>The number of the equal row, which is added if there is none.</summary>
    public int FindOrAdd(ReadOnlySpan<NedbValue> row, out bool isNew)
    {
        var hash = HashOf(row);
        var found = Find(row, hash);
        isNew = found < 0;
        if (!isNew)
            return found;
        if (Count == _hashes.Length)
            Grow();
        var bucket = hash & (_buckets.Length - 1);
        row.CopyTo(_values.AsSpan(Count * width, width));
        _beside += ValueSize.Beside(row);
        _hashes[Count] = hash;
        _next[Count] = _buckets[bucket];
        _buckets[bucket] = Count;
        return Count++;
    }

    private static int[] NewBuckets(int size)
    {
        var buckets = new int[size];
        Array.Fill(buckets, -1);
        return buckets;
    }

    private static int HashOf(ReadOnlySpan<NedbValue> row)
    {
        var hash = 17;
        foreach (ref readonly var value in row)
            hash = (hash * 31) + ValueComparer.GetHashCode(in value);
        return hash ^ (hash >>> 15);
    }

    private static bool AreEqual(ReadOnlySpan<NedbValue> left, ReadOnlySpan<NedbValue> right)
    {
        for (var i = 0; i < left.Length; i++)
            if (!ValueComparer.Equals(in left[i], in right[i]))
                return false;
        return true;
    }

    private void Grow()
    {
        var size = Count * 2;
        Array.Resize(ref _values, Math.Max(size * width, 1));
        Array.Resize(ref _hashes, size);
        Array.Resize(ref _next, size);
        _buckets = NewBuckets(size * 2);
        for (var i = 0; i < Count; i++)
        {
            var bucket = _hashes[i] & (_buckets.Length - 1);
            _next[i] = _buckets[bucket];
            _buckets[bucket] = i;
        }
    }
}
