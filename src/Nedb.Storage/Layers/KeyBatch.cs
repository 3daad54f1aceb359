using Nedb.Storage.Runs;
using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>
/// Keys of documents that are looked up together: what the search for one of them needs of memory comes while others are searched. For one
/// thread, which uses it again and again.
/// </summary>
internal sealed class KeyBatch
{
    /// <summary>The most keys.</summary>
    public const int Most = 32;

    private const int FirstBytes = 512;

    // Of long keys nothing is kept.
    private const int KeptBytes = 8 * 1024;

    [ThreadStatic]
    private static KeyBatch? _spare;

    private readonly int[] _ends = new int[Most];
    private readonly StoredDocument?[] _found = new StoredDocument?[Most];
    private readonly long[] _from = new long[Most];
    private readonly long[] _to = new long[Most];
    private byte[] _bytes = new byte[FirstBytes];
    private uint _left;

    private KeyBatch()
    {
    }

    /// <summary>How many keys there are.</summary>
    public int Count { get; private set; }

    /// <summary>For each key a block that it may be in.</summary>
    public Block?[] Blocks { get; } = new Block?[Most];

    /// <summary>For each key a place in the block, and then that of its value.</summary>
    public int[] Places { get; } = new int[Most];

    /// <summary>For each key the length of its value.</summary>
    public int[] Lengths { get; } = new int[Most];

    /// <summary>A batch without keys.</summary>
    public static KeyBatch Rent()
    {
        var batch = _spare ?? new();
        _spare = null;
        return batch;
    }

    /// <summary>Gives a batch back, which its user forgets.</summary>
    public static void Return(KeyBatch batch)
    {
        batch.Clear();
        if (batch._bytes.Length > KeptBytes)
            batch._bytes = new byte[FirstBytes];
        _spare = batch;
    }

    /// <summary>Adds a key; there must be room.</summary>
    /// <param name="key">The key.</param>
    /// <param name="from">The seq since when the document has the entry that led to the key.</param>
    /// <param name="to">The seq from which on it has it no more.</param>
    public void Add(ReadOnlySpan<byte> key, long from, long to)
    {
        var start = Count == 0 ? 0 : _ends[Count - 1];
        var end = start + ViewKey.CollectionPrefixBytes + key.Length;
        if (_bytes.Length < end)
            Array.Resize(ref _bytes, 2 * end);
        key.CopyTo(_bytes.AsSpan(start + ViewKey.CollectionPrefixBytes));
        (_from[Count], _to[Count]) = (from, to);
        _left |= 1u << Count;
        _ends[Count++] = end;
    }

    /// <summary>A key.</summary>
    public ReadOnlySpan<byte> KeyAt(int index) => PlaceOf(index)[ViewKey.CollectionPrefixBytes..];

    /// <summary>A key in a run, with what the keys of a collection begin with.</summary>
    public ReadOnlySpan<byte> KeyAt(int index, int collectionId)
    {
        var place = PlaceOf(index);
        ViewKey.Write(place, ViewKey.Current, collectionId);
        return place;
    }

    /// <summary>Whether a key is still to be looked up.</summary>
    public bool IsLeft(int index) => (_left & 1u << index) != 0;

    /// <summary>Says what was found for a key.</summary>
    /// <param name="index">The key.</param>
    /// <param name="version">The version; null where there is none.</param>
    public void Set(int index, StoredDocument? version)
    {
        _found[index] = version;
        _left &= ~(1u << index);
    }

    /// <summary>What was found for a key.</summary>
    public StoredDocument? Found(int index) => _found[index];

    /// <summary>Whether a version was found for a key, and is one of those that its entry stands for.</summary>
    public bool IsFound(int index) => _found[index] is { } version && version.Seq >= _from[index] && version.Seq < _to[index];

    /// <summary>The seq since when the document of a key has its entry.</summary>
    public long SinceOf(int index) => _from[index];

    /// <summary>Forgets all keys.</summary>
    public void Clear()
    {
        Array.Clear(_found, 0, Count);
        Array.Clear(Blocks, 0, Count);
        Count = 0;
        _left = 0;
    }

    private Span<byte> PlaceOf(int index)
    {
        var start = index == 0 ? 0 : _ends[index - 1];
        return _bytes.AsSpan(start, _ends[index] - start);
    }
}
