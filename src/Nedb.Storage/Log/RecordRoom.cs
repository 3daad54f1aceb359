using Nedb.Storage.Rows;

namespace Nedb.Storage.Log;

/// <summary>
/// The records of many nodes and the bytes that they refer to, which are used again: large commits, and a whole log that is read, would
/// leave them to the collector of garbage. Used by one thread at a time.
/// </summary>
/// <param name="keptBytes">How many bytes are kept to be used again.</param>
internal sealed class RecordRoom(int keptBytes)
{
    private const int KeptRecords = 16 * 1024;

    private readonly ByteArena _bytes = new(keptBytes);
    private readonly List<NodeRecord> _records = [];
    private int _used;

    /// <summary>A record whose members are those of another node until they are set.</summary>
    public NodeRecord Next()
    {
        if (_used == _records.Count)
            _records.Add(new() { Seq = 0, Kind = default, Collection = string.Empty, Key = [] });
        return _records[_used++];
    }

    /// <summary>Keeps bytes as long as the records.</summary>
    public ReadOnlyMemory<byte> Store(ReadOnlySpan<byte> bytes) => _bytes.Store(bytes);

    /// <summary>Says that no record is used any more: what comes takes their place.</summary>
    public void Reset()
    {
        if (_records.Count > KeptRecords)
            _records.RemoveRange(KeptRecords, _records.Count - KeptRecords);
        _used = 0;
        _bytes.Reset();
    }
}
