using Nedb.Storage.Scratch;

namespace Nedb.Query.Execution.Spills;

/// <summary>
/// The memory that the steps of one execution may hold together for rows, and the file that takes what exceeds it. Safe for use by any
/// number of threads.
/// </summary>
/// <param name="limit">The budget in bytes.</param>
/// <param name="openScratch">Makes the file; null where nothing can be spilled, so that there is no budget.</param>
internal sealed class QueryMemory(long limit, Func<ScratchFile>? openScratch) : IDisposable
{
    // A step that holds less gives nothing away, however much the others hold: it would write endless small pieces.
    private const int LeastPart = 16;
    private const int MergeShare = 4;
    private const int ChunkShare = 32;
    private const int LeastChunkBytes = 256;
    private const int MostChunkBytes = 32 * 1024;

    private readonly Lock _gate = new();
    private readonly long _leastBytes = limit / LeastPart;
    private ScratchFile? _scratch;
    private long _held;
    private long _peak;
    private bool _isDisposed;

    /// <summary>The bytes that all steps hold at present.</summary>
    public long Held => Volatile.Read(ref _held);

    /// <summary>The most that they held at any time.</summary>
    public long Peak => Volatile.Read(ref _peak);

    /// <summary>How many bytes were written to the file.</summary>
    public long Spilled => _scratch?.Length ?? 0;

    /// <summary>How many sorted runs are merged at a time, of which each holds a block.</summary>
    public int MergeWidth { get; } = (int)Math.Clamp(limit / MergeShare / RecordListBuilder.BlockBytes, 8, 256);

    /// <summary>In what portions records that are to be sorted are held.</summary>
    public int ChunkBytes { get; } = (int)Math.Clamp(limit / ChunkShare, LeastChunkBytes, MostChunkBytes);

    /// <summary>The file, which is made when it is first asked for.</summary>
    public ScratchFile Scratch
    {
        get
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                return _scratch ??= openScratch!();
            }
        }
    }

    /// <summary>Counts what a step holds more, or less.</summary>
    public void Add(long bytes)
    {
        var held = Interlocked.Add(ref _held, bytes);
        for (var peak = Peak; held > peak; peak = Peak)
            if (Interlocked.CompareExchange(ref _peak, held, peak) == peak)
                break;
    }

    /// <summary>Whether a step that holds so much is to give it away.</summary>
    public bool IsTooMuch(long bytes) => openScratch is not null && Held > limit && bytes >= _leastBytes;

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _scratch?.Dispose();
        }
    }
}
