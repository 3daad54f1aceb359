using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Nedb.Storage.Runs;

/// <summary>
/// Blocks of runs in memory, up to a number of bytes: one for all runs of a store, for any number of threads. A block is found through the
/// block that points to it, which has a place for each of its children: no table is searched, and a hit costs about two nanoseconds. What
/// goes is chosen by the clock algorithm (Corbató 1968): a hand goes round, takes the mark of use from what has one, and evicts what has
/// none. So a hit writes nothing but the mark, and only where it is missing, and what a scan read once goes before what is used again and
/// again. A block whose parent went is not found any more, and so is the next to go. With a block goes what was decoded from it. Of what
/// scans read, only a part drives out other blocks: of more than there is room for, read again and again, the same part stays, where
/// otherwise each block would go before it is wanted again (Qureshi et al., "Adaptive Insertion Policies", 2007).
/// </summary>
internal sealed class BlockCache
{
    // A block larger than this part of the budget is given to who asked for it, and not kept: it would drive out too much.
    private const int LargestPart = 4;

    // What was decoded takes a fraction of its block, and saves more time than reading a block does: up to this part of the budget it
    // drives out blocks.
    private const int DecodedPart = 4;

    // Of so many blocks that a scan reads where there is no room, one drives out another.
    private const int ScanShare = 4;

    private readonly Lock _gate = new();
    private readonly List<CachedBytes> _ring = [];
    private int _hand;
    private long _bytes;
    private long _decodedBytes;
    private uint _scanned;
    private long _loads;
    private long _evictions;
    private int _lastFile;

    /// <summary>Makes an empty cache.</summary>
    /// <param name="bytesMax">The most bytes of blocks that it keeps.</param>
    public BlockCache(long bytesMax)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytesMax);
        BytesMax = bytesMax;
    }

    /// <summary>Told of a block that is not as it was written, before whoever reads it is.</summary>
    public Action<Diagnostics.CorruptionException>? OnDamage { get; set; }

    /// <summary>The most bytes of blocks that are kept.</summary>
    public long BytesMax { get; }

    /// <summary>The bytes of blocks that are kept.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>How often a block was not there and was read.</summary>
    public long Loads => Interlocked.Read(ref _loads);

    /// <summary>How many blocks had to go.</summary>
    public long Evictions => Interlocked.Read(ref _evictions);

    /// <summary>Finds a block.</summary>
    /// <param name="holder">The places of the block that points to it.</param>
    /// <param name="index">Which of them.</param>
    /// <param name="content">The block, where it is kept.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryFind(CachedBytes?[] holder, int index, [NotNullWhen(true)] out CachedBytes? content)
    {
        content = Volatile.Read(ref holder[index]);
        if (content is null)
            return false;
        if (!content.IsUsed)
            content.IsUsed = true;
        return true;
    }

    /// <summary>A number for a file, by which its blocks are told from those of others.</summary>
    public int AddFile() => Interlocked.Increment(ref _lastFile);

    /// <summary>Keeps a block that was read, where it may.</summary>
    /// <param name="file">The number of its file.</param>
    /// <param name="holder">The places of the block that points to it.</param>
    /// <param name="index">Which of them.</param>
    /// <param name="content">The block.</param>
    /// <param name="isScan">Whether it was read by who reads many, one behind the other.</param>
    public void Add(int file, CachedBytes?[] holder, int index, CachedBytes content, bool isScan = false)
    {
        Interlocked.Increment(ref _loads);
        var bytes = content.Footprint;
        if (bytes > BytesMax / LargestPart)
            return;
        lock (_gate)
        {
            if (holder[index] is not null)
                return; // another thread read it at the same time
            if (isScan && _bytes + bytes > BytesMax && _scanned++ % ScanShare != 0)
                return;
            while (_bytes + bytes > BytesMax)
                EvictOne();
            (content.File, content.Holder, content.HolderIndex) = (file, holder, index);
            _ring.Add(content);
            Interlocked.Add(ref _bytes, bytes);
            Volatile.Write(ref holder[index], content);
        }
    }

    /// <summary>Keeps what was decoded from a block together with it, where there is room, or what was decoded does not yet take its part.
    /// </summary>
    /// <returns>Whether it is kept, or was already.</returns>
    public bool TryKeep(Block block, DecodedField field)
    {
        var bytes = field.Values.Footprint;
        lock (_gate)
        {
            if (DecodedField.Find(block.Decoded, field.First, field.FieldId) is not null)
                return true; // another thread decoded it at the same time
            if (block.Holder is null || (_bytes + bytes > BytesMax && _decodedBytes + bytes > BytesMax / DecodedPart))
                return false;
            block.IsUsed = true;
            while (_bytes + bytes > BytesMax)
                EvictOne();
            if (block.Holder is null)
                return false; // it went itself
            block.Keep(field);
            _decodedBytes += bytes;
            Interlocked.Add(ref _bytes, bytes);
            return true;
        }
    }

    /// <summary>Drops the blocks of a file that is no longer read.</summary>
    public void RemoveFile(int file)
    {
        lock (_gate)
        {
            for (var i = _ring.Count - 1; i >= 0; i--)
            {
                if (_ring[i].File == file)
                    RemoveAt(i);
            }
        }
    }

    private void EvictOne()
    {
        while (true)
        {
            if (_hand >= _ring.Count)
                _hand = 0;
            var content = _ring[_hand];
            if (!content.IsUsed && content.Spared >= content.Spares)
                break;
            content.Spared = content.IsUsed ? 0 : content.Spared + 1;
            content.IsUsed = false;
            _hand++;
        }

        RemoveAt(_hand++);
        Interlocked.Increment(ref _evictions);
    }

    private void RemoveAt(int index)
    {
        var content = _ring[index];
        Volatile.Write(ref content.Holder![content.HolderIndex], null);
        content.Holder = null;
        Interlocked.Add(ref _bytes, -content.Footprint);
        _decodedBytes -= content.DecodedBytes;
        _ring[index] = _ring[^1];
        _ring.RemoveAt(_ring.Count - 1);
    }
}
