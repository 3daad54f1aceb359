using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;
using Nedb.Storage.Sealing;

namespace Nedb.Storage.Recovery;

/// <summary>
/// Makes the files fit for appending: makes a database, or puts right what a crash left. Every step may itself be interrupted: what it
/// leaves is scanned like any other crash, with the same outcome.
/// </summary>
internal static class LogRepair
{
    /// <summary>
    /// Makes an empty database: folders, first segment, manifest, in this order, so that a manifest never names what is not there.
    /// </summary>
    public static RecoveredLog Create(IFileSystem files, Guid databaseId, ulong segmentSalt, Vault? vault)
    {
        files.CreateFolder(SegmentName.Folder);
        var genesis = HashDomain.HashGenesis(databaseId);
        var header = new SegmentHeader(databaseId, 1, segmentSalt, genesis, vault?.KeyId ?? 0);
        ManifestFile.WriteSegment(files, header);
        var segment = new LogSegment(header);
        var log = new RecoveredLog
        {
            Manifest = null,
            DatabaseId = databaseId,
            Segments = [segment],
            Tail = segment,
            Tree = new MerkleTree(),
            State = new LogState(0, 0, genesis, HashDomain.EmptyRoot),
            TornBytes = 0,
            PaddingGaps = [],
        };
        ManifestFile.Write(files, ManifestOf(log), vault);
        return log;
    }

    /// <summary>
    /// Cuts an unfinished write, completes padding, makes durable what was found, and names a segment that the manifest does not name yet.
    /// </summary>
    public static void Apply(IFileSystem files, RecoveredLog log, Vault? vault)
    {
        if (log.TornBytes > 0 || log.PaddingGaps.Count > 0 || log.IsTailUnclaimed)
        {
            using var file = files.Open(log.Tail.Path, FileIntent.Write);
            if (log.TornBytes > 0)
                file.SetLength(log.Tail.End);
            foreach (var (position, length) in log.PaddingGaps)
            {
                var padding = new byte[length];
                padding.AsSpan().Fill(FrameHeader.PaddingByte);
                file.Write(padding, position);
            }

            // What a killed process wrote may be in memory only: nobody may read it as history before it is durable.
            file.Sync();
        }

        if (log.IsManifestBehind)
            ManifestFile.Write(files, ManifestOf(log), vault);
        foreach (var leftover in log.Leftovers)
            files.Delete(leftover.Path);
        SegmentList.DeleteUnfinished(files);
        if (vault is null)
            files.Delete(SegmentName.Keys); // beside a plain manifest it is what an interrupted change left
    }

    /// <summary>The manifest that claims all of a log.</summary>
    public static ManifestRecord ManifestOf(RecoveredLog log) =>
        ManifestOf(log.DatabaseId, (log.Manifest?.Generation ?? 0) + 1, log.State, log.Segments);

    /// <summary>The manifest that claims all of some segments.</summary>
    public static ManifestRecord ManifestOf(Guid databaseId, long generation, LogState state, IReadOnlyList<LogSegment> segments)
    {
        var entries = System.Collections.Immutable.ImmutableArray.CreateBuilder<ManifestSegment>(segments.Count);
        foreach (var segment in segments)
            entries.Add(new ManifestSegment(segment.Header.FirstSeq, segment.End, segment.Header.Revision));
        return new ManifestRecord(databaseId, generation, state.Seq, state.Head, state.Root, entries.MoveToImmutable());
    }
}
