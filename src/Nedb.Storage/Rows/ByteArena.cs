namespace Nedb.Storage.Rows;

/// <summary>
/// Keeps many small stretches of bytes in few arrays: the rows of a large commit would otherwise be as many arrays, each of which the
/// collector of garbage visits. A stretch is never changed, and keeps its array in memory. Used by one thread at a time.
/// </summary>
internal sealed class ByteArena
{
    // Below the size from which arrays are collected only with everything else.
    private const int ChunkBytesMax = 32 * 1024;

    private byte[] _chunk = [];
    private int _used;

    /// <summary>Copies bytes into the arena.</summary>
    /// <returns>Where they are; an array of their own where they are the first, or many.</returns>
    public ArraySegment<byte> Store(ReadOnlySpan<byte> bytes)
    {
        if (_chunk.Length - _used < bytes.Length)
        {
            if (bytes.Length > ChunkBytesMax / 4)
                return bytes.ToArray();
            // A commit of one row keeps no more than that row.
            _chunk = GC.AllocateUninitializedArray<byte>(Math.Max(bytes.Length, Math.Min(2 * _chunk.Length, ChunkBytesMax)));
            _used = 0;
        }

        var stretch = new ArraySegment<byte>(_chunk, _used, bytes.Length);
        bytes.CopyTo(stretch);
        _used += bytes.Length;
        return stretch;
    }
}
