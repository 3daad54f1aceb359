using Nedb.Storage.Values;

namespace Nedb.Storage.Proofs;

/// <summary>A growing column of hashes in chunks: adding never copies what is there.</summary>
internal sealed class HashColumn
{
    private const int ChunkBits = 10;
    private const int ChunkHashes = 1 << ChunkBits;

    private readonly List<Hash256[]> _chunks = [];

    /// <summary>The number of hashes.</summary>
    public long Count { get; private set; }

    /// <summary>A hash by its position, which must be below <see cref="Count"/>.</summary>
    public Hash256 this[long index] => _chunks[(int)(index >> ChunkBits)][(int)index & (ChunkHashes - 1)];

    /// <summary>Adds a hash.</summary>
    public void Add(Hash256 hash)
    {
        var chunk = (int)(Count >> ChunkBits);
        if (chunk == _chunks.Count)
            _chunks.Add(new Hash256[chunk == 0 ? 16 : ChunkHashes]);
        var place = (int)Count & (ChunkHashes - 1);
        if (place == _chunks[chunk].Length)
        {
            // Only the first chunk starts small: a tree has many levels, and most of them stay short.
            var grown = _chunks[chunk];
            Array.Resize(ref grown, Math.Min(ChunkHashes, 4 * grown.Length));
            _chunks[chunk] = grown;
        }

        _chunks[chunk][place] = hash;
        Count++;
    }

    /// <summary>Forgets the hashes from that position on.</summary>
    public void Truncate(long count) => Count = Math.Min(Count, count);
}
