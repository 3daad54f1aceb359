using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Nedb.Storage.Runs;

/// <summary>
/// Blocks of runs in memory, up to a number of bytes: one for all runs of a store, for any number of threads. What goes is chosen by the
/// clock algorithm (Corbató 1968): a hand goes round, takes the mark of use from what has one, and evicts what has none. So a hit writes
/// nothing but the mark, and only where it is missing, and what a scan read once goes before what is used again and again.
/// </summary>
internal sealed class BlockCache
{
    // A block larger than this part of the budget is given to who asked for it, and not kept: it would drive out too much.
    private const int LargestPart = 4;

    private readonly ConcurrentDictionary<Place, Slot> _slots = new();
    private readonly Lock _gate = new();
    private readonly List<Slot> _ring = [];
    private int _hand;
    private long _bytes;
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

    /// <summary>The most bytes of blocks that are kept.</summary>
    public long BytesMax { get; }

    /// <summary>The bytes of blocks that are kept.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>How often a block was not there and was read.</summary>
    public long Loads => Interlocked.Read(ref _loads);

    /// <summary>How many blocks had to go.</summary>
    public long Evictions => Interlocked.Read(ref _evictions);

    /// <summary>A number for a file, by which its blocks are told from those of others.</summary>
    public int AddFile() => Interlocked.Increment(ref _lastFile);

    /// <summary>Finds a block.</summary>
    public bool TryFind(int file, long position, [NotNullWhen(true)] out CachedBytes? content)
    {
        if (_slots.TryGetValue(new Place(file, position), out var slot))
        {
            if (!slot.IsUsed)
                slot.IsUsed = true;
            content = slot.Content;
            return true;
        }

        content = null;
        return false;
    }

    /// <summary>Keeps a block that was read, where it may.</summary>
    public void Add(int file, long position, CachedBytes content)
    {
        Interlocked.Increment(ref _loads);
        if (content.Footprint > BytesMax / LargestPart)
            return;
        var slot = new Slot(new Place(file, position), content);
        lock (_gate)
        {
            if (!_slots.TryAdd(slot.Place, slot))
                return; // another thread read it at the same time
            while (_bytes + content.Footprint > BytesMax)
                EvictOne();
            _ring.Add(slot);
            Interlocked.Add(ref _bytes, content.Footprint);
        }
    }

    /// <summary>Drops the blocks of a file that is no longer read.</summary>
    public void RemoveFile(int file)
    {
        lock (_gate)
        {
            for (var i = _ring.Count - 1; i >= 0; i--)
            {
                if (_ring[i].Place.File == file)
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
            if (!_ring[_hand].IsUsed)
                break;
            _ring[_hand++].IsUsed = false;
        }

        RemoveAt(_hand++);
        Interlocked.Increment(ref _evictions);
    }

    private void RemoveAt(int index)
    {
        var slot = _ring[index];
        _slots.TryRemove(slot.Place, out _);
        Interlocked.Add(ref _bytes, -slot.Content.Footprint);
        _ring[index] = _ring[^1];
        _ring.RemoveAt(_ring.Count - 1);
    }

    private readonly record struct Place(int File, long Position)
    {
        public override int GetHashCode() => (int)((((ulong)Position ^ ((ulong)File << 40)) * 0x9E3779B97F4A7C15) >> 32);
    }

    private sealed class Slot(Place place, CachedBytes content)
    {
        private volatile bool _isUsed;

        public Place Place => place;

        public CachedBytes Content => content;

        public bool IsUsed
        {
            get => _isUsed;
            set => _isUsed = value;
        }
    }
}
