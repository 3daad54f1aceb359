using Nedb.Storage.Values;

namespace Nedb.Storage.Views;

/// <summary>
/// The published nodes since the layers below were closed, by their seqs. Appended to by the one thread that publishes, before it publishes
/// the root that shows the new seqs; read by any thread.
/// </summary>
internal sealed class NodeTable(long baseSeq)
{
    private const int ChunkBits = 12;
    private const int ChunkSize = 1 << ChunkBits;

    private readonly Lock _gate = new();
    private readonly Dictionary<Hash256, long> _byHash = [];
    private VersionEntry[][] _chunks = [];
    private long _count;

    /// <summary>The last seq of the layers below.</summary>
    public long BaseSeq => baseSeq;

    /// <summary>The node of a seq after <see cref="BaseSeq"/> up to the seq of a published root.</summary>
    public VersionEntry this[long seq]
    {
        get
        {
            var index = seq - baseSeq - 1;
            return Volatile.Read(ref _chunks)[index >> ChunkBits][index & (ChunkSize - 1)];
        }
    }

    /// <summary>The seq of the node with a hash; 0 where there is none. The hashes are put in order when somebody asks.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="through">The last seq that a published root shows.</param>
    public long Find(Hash256 hash, long through)
    {
        lock (_gate)
        {
            for (var seq = baseSeq + _byHash.Count + 1; seq <= through; seq++)
                _byHash.Add(this[seq].Hash, seq);
            return _byHash.TryGetValue(hash, out var found) && found <= through ? found : 0;
        }
    }

    public void Append(VersionEntry node)
    {
        if (node.Seq != baseSeq + _count + 1)
            throw new InvalidOperationException($"The node with seq {node.Seq} cannot follow the node with seq {baseSeq + _count}.");
        var chunks = _chunks;
        var chunk = (int)(_count >> ChunkBits);
        if (chunk == chunks.Length)
        {
            Array.Resize(ref chunks, chunk + 1);
            chunks[chunk] = new VersionEntry[ChunkSize];
            Volatile.Write(ref _chunks, chunks);
        }

        chunks[chunk][_count & (ChunkSize - 1)] = node;
        _count++;
    }
}
