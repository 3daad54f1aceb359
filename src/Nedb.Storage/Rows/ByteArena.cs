namespace Nedb.Storage.Rows;

/// <summary>
/// Keeps many small stretches of bytes in few arrays: the rows of a large commit would otherwise be as many arrays, each of which the
/// collector of garbage visits. A stretch is never changed before <see cref="Reset"/>, and keeps its array in memory. Used by one thread at
/// a time.
/// </summary>
/// <param name="keptBytes">How many bytes of arrays are used again after a reset.</param>
internal sealed class ByteArena(int keptBytes = 0)
{
    // Below the size from which arrays are collected only with everything else.
    private const int ChunkBytesMax = 32 * 1024;

    private readonly int _keptMost = keptBytes / ChunkBytesMax;
    private List<byte[]>? _kept;
    private byte[] _chunk = [];
    private int _used;
    private int _next;

    /// <summary>Copies bytes into the arena.</summary>
    /// <returns>Where they are.</returns>
    public ArraySegment<byte> Store(ReadOnlySpan<byte> bytes)
    {
        var stretch = Reserve(bytes.Length);
        bytes.CopyTo(stretch);
        return stretch;
    }

    /// <summary>Gives a stretch, to be written by the caller at once.</summary>
    /// <returns>The stretch; an array of its own where it is the first, or large.</returns>
    public ArraySegment<byte> Reserve(int length)
    {
        if (_chunk.Length - _used < length)
        {
            if (length > ChunkBytesMax / 4)
                return GC.AllocateUninitializedArray<byte>(length);
            Begin(length);
        }

        _used += length;
        return new(_chunk, _used - length, length);
    }

    /// <summary>Says that no stretch is used any more: what comes takes their place.</summary>
    public void Reset() => (_chunk, _used, _next) = ([], 0, 0);

    private void Begin(int length)
    {
        _used = 0;
        while (_kept is not null && _next < _kept.Count)
        {
            _chunk = _kept[_next++];
            if (_chunk.Length >= length)
                return;
        }

        // A commit of one row keeps no more than that row.
        _chunk = GC.AllocateUninitializedArray<byte>(Math.Max(length, Math.Min(2 * _chunk.Length, ChunkBytesMax)));
        if ((_kept?.Count ?? 0) == _keptMost)
            return;
        (_kept ??= []).Add(_chunk);
        _next = _kept.Count;
    }
}
