using Nedb.Storage.Values;

namespace Nedb.Storage.Proofs;

/// <summary>A growing column of hashes in chunks: adding never copies what is there, and what is written elsewhere can be let go.</summary>
internal sealed class HashColumn
{
    private const int ChunkBits = 10;
    private const int ChunkHashes = 1 << ChunkBits;
    private const int FirstChunkHashes = 16;

    private const int SpareChunksMax = 64;

    // Chunks come and go with every layer of the views; nobody has one that was let go.
    private static readonly Stack<Hash256[]> Spare = new();

    private readonly List<Hash256[]?> _chunks = [];

    /// <summary>The number of hashes.</summary>
    public long Count { get; private set; }

    /// <summary>The position of the first hash that is still here.</summary>
    public long Start { get; private set; }

    /// <summary>A hash by its position, from <see cref="Start"/> to below <see cref="Count"/>.</summary>
    public Hash256 this[long index] => _chunks[(int)(index >> ChunkBits)]![(int)index & (ChunkHashes - 1)];

    /// <summary>Adds a hash.</summary>
    public void Add(Hash256 hash)
    {
        var chunk = (int)(Count >> ChunkBits);
        var place = (int)Count & (ChunkHashes - 1);
        while (chunk >= _chunks.Count)
            _chunks.Add(null);
        var hashes = _chunks[chunk];
        if (hashes is null || place >= hashes.Length)
        {
            // Only the first chunk starts small: a tree has many levels, and most of them stay short.
            var size = chunk > 0 ? ChunkHashes : Math.Min(ChunkHashes, Math.Max(FirstChunkHashes, 4 * (hashes?.Length ?? 0)));
            while (size <= place)
                size *= 4;
            if (hashes is null && size == ChunkHashes)
                hashes = Rent();
            else
                Array.Resize(ref hashes, size);
            _chunks[chunk] = hashes;
        }

        hashes[place] = hash;
        Count++;
    }

    /// <summary>Forgets the hashes from that position on.</summary>
    public void Truncate(long count) => Count = Math.Min(Count, count);

    /// <summary>Lets go of the hashes before that position.</summary>
    public void Trim(long start)
    {
        for (var chunk = (int)(Start >> ChunkBits); chunk < (int)(start >> ChunkBits); chunk++)
            GiveBack(chunk);
        Start = Math.Max(Start, start);
    }

    /// <summary>Lets go of all hashes; the column is not used any more.</summary>
    public void Release()
    {
        for (var chunk = 0; chunk < _chunks.Count; chunk++)
            GiveBack(chunk);
    }

    /// <summary>Begins an empty column at a position.</summary>
    public void Skip(long start) => (Start, Count) = (start, start);

    private static Hash256[] Rent()
    {
        lock (Spare)
            if (Spare.TryPop(out var hashes))
                return hashes;
        return new Hash256[ChunkHashes];
    }

    private void GiveBack(int chunk)
    {
        if (_chunks[chunk] is { Length: ChunkHashes } hashes)
            lock (Spare)
                if (Spare.Count < SpareChunksMax)
                    Spare.Push(hashes);
        _chunks[chunk] = null;
    }
}
