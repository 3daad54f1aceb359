using System.Buffers;

namespace Nedb.Storage.Runs;

/// <summary>Collects the hashes of keys until their number is known, and makes the pages of the filter.</summary>
internal sealed class KeyFilterBuilder
{
    private const int ChunkHashes = 8 * 1024;

    private readonly List<ulong[]> _chunks = [];
    private int _used = ChunkHashes;

    /// <summary>Adds a key.</summary>
    public void Add(ReadOnlySpan<byte> key)
    {
        if (_used == ChunkHashes)
        {
            _chunks.Add(ArrayPool<ulong>.Shared.Rent(ChunkHashes));
            _used = 0;
        }

        _chunks[^1][_used++] = KeyFilter.Hash(key);
    }

    /// <summary>The pages, all of one size. The keys are forgotten.</summary>
    public byte[][] Build()
    {
        var count = (long)ChunkHashes * (_chunks.Count - 1) + _used;
        var bits = count * KeyFilter.BitsPerKey;
        var pages = new byte[(int)((bits + 8L * KeyFilter.PageBytesMax - 1) / (8L * KeyFilter.PageBytesMax))][];
        var bytes = (int)((bits + 64L * pages.Length - 1) / (64L * pages.Length)) * 8;
        for (var i = 0; i < pages.Length; i++)
            pages[i] = new byte[bytes];
        for (var i = 0; i < _chunks.Count; i++)
        {
            foreach (var hash in _chunks[i].AsSpan(0, i == _chunks.Count - 1 ? _used : ChunkHashes))
                KeyFilter.Add(pages[KeyFilter.PageOf(hash, pages.Length)], hash);
            ArrayPool<ulong>.Shared.Return(_chunks[i]);
        }

        _chunks.Clear();
        _used = ChunkHashes;
        return pages;
    }
}
