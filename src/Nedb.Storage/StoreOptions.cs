namespace Nedb.Storage;

/// <summary>How a store is opened; immutable, and checked once, when it is.</summary>
public sealed record StoreOptions
{
    /// <summary>When a commit is acknowledged.</summary>
    public SynchronousMode Synchronous { get; init; } = SynchronousMode.Full;

    /// <summary>The longest time between a commit and its sync under <see cref="SynchronousMode.Normal"/>: 10 ms to 1 minute.</summary>
    public TimeSpan SyncInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The size at which a segment of the log is closed and another one begun: 64 KiB to 1 GiB.</summary>
    public int SegmentBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Whether segments of the log are compressed, in the background, once they are closed.</summary>
    public bool PackSegments { get; init; } = true;

    /// <summary>
    /// About how many bytes of memory the newest versions may take before they are written to the views on disk: 4 KiB to 4 GiB. While they
    /// are being written, as many again may come.
    /// </summary>
    public long MemtableBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// How many bytes of blocks of the views, and of fields that queries decoded from them, are kept in memory: 0 to 1 TiB.
    /// </summary>
    public long CacheBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Told how far the views are rebuilt from the log, where they were missing or damaged when the store is opened.</summary>
    public IProgress<RebuildProgress>? RebuildProgress { get; init; }

    /// <summary>
    /// How long after a sweep the next one ends the documents whose time has come: 1 second to 1 day. Null sweeps only when it is asked
    /// (<see cref="Expiry.NedbExpiries.Sweep"/>). A database that is opened for reading only is not swept.
    /// </summary>
    public TimeSpan? SweepInterval { get; init; }

    /// <summary>Whether the database may be made when the folder holds none. The parent of the folder must exist.</summary>
    public bool CreateIfMissing { get; init; } = true;

    /// <summary>Whether to open for reading only: no lock is taken, and nothing is written, not even the cut of a torn tail.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>
    /// The master key: a new database is encrypted under it, an encrypted one is opened with it. Null for a database that is not encrypted.
    /// </summary>
    public EncryptionKey? Key { get; init; }

    /// <summary>What gives meaning to the predicates of definitions; null refuses definitions that carry any.</summary>
    public Schema.IExpressionCompiler? ExpressionCompiler { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
