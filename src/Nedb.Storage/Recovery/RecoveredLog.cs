using Nedb.Storage.Erasures;
using Nedb.Storage.Format;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;

namespace Nedb.Storage.Recovery;

/// <summary>What a scan of the files found, and what is to be put right before anything is appended. Scanning changes nothing.</summary>
internal sealed class RecoveredLog
{
    /// <summary>The manifest; null only where making the database was interrupted before its first one.</summary>
    public required ManifestRecord? Manifest { get; init; }

    /// <summary>The identity of the database.</summary>
    public required Guid DatabaseId { get; init; }

    /// <summary>The segments in order.</summary>
    public required List<LogSegment> Segments { get; init; }

    /// <summary>The mark after which the log was scanned; null where all of it was.</summary>
    public LogMark? After { get; init; }

    /// <summary>What the scanned part tells of erasures.</summary>
    public ErasureTable Erasures { get; init; } = new();

    /// <summary>The tree over all leaves.</summary>
    public required MerkleTree Tree { get; init; }

    /// <summary>Where the log ends.</summary>
    public required LogState State { get; init; }

    /// <summary>
    /// The bytes after the end of the last segment that are part of a write which was never finished; 0 where there are none.
    /// </summary>
    public required long TornBytes { get; init; }

    /// <summary>Stretches of padding that were not written: position and length, in the last segment the manifest names.</summary>
    public required List<(long Position, int Length)> PaddingGaps { get; init; }

    /// <summary>
    /// Segments in another revision than the manifest names: an interrupted rewriting left them, and they say nothing that the named ones
    /// do not say.
    /// </summary>
    public IReadOnlyList<SegmentFile> Leftovers { get; init; } = [];

    /// <summary>
    /// The segment that <see cref="PaddingGaps"/> and <see cref="TornBytes"/> speak of, and whose end may not be durable.
    /// </summary>
    public required LogSegment Tail { get; init; }

    /// <summary>Whether the last segment was begun, and the manifest does not name it yet.</summary>
    public bool IsManifestBehind => Manifest is null || Manifest.Segments.Length < Segments.Count;

    /// <summary>
    /// Whether there is anything in the tail that the manifest does not claim, so that nobody knows whether it is durable.
    /// </summary>
    public bool IsTailUnclaimed => Manifest is not null && Tail.End > Manifest.Segments[^1].Length;
}
