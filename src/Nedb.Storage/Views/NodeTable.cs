namespace Nedb.Storage.Views;

/// <summary>
/// Every published node by its seq. Appended to by the one thread that publishes, before it publishes the root that shows the new seqs;
/// read by any thread.
/// </summary>
internal sealed class NodeTable
{
    private const int ChunkBits = 12;
    private const int ChunkSize = 1 << ChunkBits;

    private VersionEntry[][] _chunks = [];
    private long _count;

    /// <summary>The node of a seq from 1 to the seq of a published root.</summary>
    public VersionEntry this[long seq] => Volatile.Read(ref _chunks)[(seq - 1) >> ChunkBits][(seq - 1) & (ChunkSize - 1)];

    public void Append(VersionEntry node)
    {
        if (node.Seq != _count + 1)
            throw new InvalidOperationException($"The node with seq {node.Seq} cannot follow the node with seq {_count}.");
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
