using Nedb.Storage.Io;

namespace Nedb.Storage.Runs;

/// <summary>Writes what ordered sources hold together into new runs, one after another, in the background or not.</summary>
internal sealed class RunMerger
{
    /// <summary>How many entries are written between two looks at the cancellation.</summary>
    private const int CancellationEntries = 256;

    /// <summary>Where the runs go.</summary>
    public required IFileSystem Files { get; init; }

    /// <summary>The database that they belong to.</summary>
    public required Guid DatabaseId { get; init; }

    /// <summary>Gives the id of the next run.</summary>
    public required Func<long> NextRunId { get; init; }

    /// <summary>How blocks are stored.</summary>
    public IBlockCodec Codec { get; init; } = PlainBlockCodec.Instance;

    /// <summary>The length at which a run is finished and the next one begun, in bytes.</summary>
    public long RunBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>What becomes of each entry; null to keep all.</summary>
    public MergePolicy? Policy { get; init; }

    /// <summary>
    /// Whether a block of a run is taken over as it is, where no other source has anything between its keys; null where each entry is
    /// looked at. A policy is not asked about the entries of such a block.
    /// </summary>
    public Func<Block, bool>? TakesOver { get; init; }

    /// <summary>Merges runs. Their blocks are not put into the cache.</summary>
    /// <returns>The new runs in the order of their keys; none where nothing was kept.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; no new run is left.</exception>
    /// <exception cref="Diagnostics.StorageException">A source is damaged, or Io; no new run counts.</exception>
    public List<RunInfo> Merge(IReadOnlyList<Run> newestFirst, CancellationToken cancellation)
    {
        var sources = new OrderedCursor[newestFirst.Count];
        long seqMin = long.MaxValue, seqMax = 0;
        for (var i = 0; i < sources.Length; i++)
        {
            sources[i] = newestFirst[i].OpenCursor(keepsBlocks: false);
            seqMin = Math.Min(seqMin, newestFirst[i].Info.SeqMin);
            seqMax = Math.Max(seqMax, newestFirst[i].Info.SeqMax);
        }

        return Merge(sources, seqMin, seqMax, cancellation);
    }

    /// <summary>Merges whatever is ordered: also a tree in memory into the first run of it.</summary>
    /// <inheritdoc cref="Merge(IReadOnlyList{Run}, CancellationToken)"/>
    public List<RunInfo> Merge(IReadOnlyList<OrderedCursor> newestFirst, long seqMin, long seqMax, CancellationToken cancellation)
    {
        var finished = new List<RunInfo>();
        RunWriter? writer = null;
        try
        {
            var source = newestFirst.Count == 1 ? newestFirst[0] : new MergeCursor(newestFirst);
            var count = 0;
            for (var isThere = source.MoveFirst(); isThere;)
            {
                if (count++ % CancellationEntries == 0)
                    cancellation.ThrowIfCancellationRequested();
                if (writer?.TakesBlocks != false && FindWhole(source) is { } whole)
                {
                    cancellation.ThrowIfCancellationRequested();
                    writer ??= Begin(seqMin, seqMax);
                    writer.AddBlock(whole);
                    isThere = whole.MoveToNextLeaf();
                    if (source is MergeCursor merge)
                        isThere = merge.Settle(isThere);
                }
                else
                {
                    var value = source.Value;
                    if (Policy is null || Policy(source.Key, ref value))
                    {
                        writer ??= Begin(seqMin, seqMax);
                        writer.Add(source.Key, value.Span);
                    }

                    isThere = source.MoveNext();
                }

                if (writer is null || writer.Length < RunBytes)
                    continue;
                finished.Add(writer.Finish());
                writer = null;
            }

            if (writer is not null)
                finished.Add(writer.Finish());
            return finished;
        }
        catch
        {
            CleanUp(writer, finished);
            throw;
        }
    }

    private RunWriter Begin(long seqMin, long seqMax) =>
        new(Files, DatabaseId, NextRunId(), Codec) { SeqMin = seqMin, SeqMax = seqMax };

    /// <summary>The cursor that stands at the beginning of a block which goes over as it is; null where it is not so.</summary>
    private RunCursor? FindWhole(OrderedCursor source)
    {
        var merge = source as MergeCursor;
        if (TakesOver is null || (merge?.SourceCursor ?? source) is not RunCursor { Index: 0 } cursor)
            return null;
        var leaf = cursor.Leaf;
        // Small blocks are better put together.
        if (leaf.Length < RunLimits.BlockBytes / 2
            || (merge is { IsLast: false } && leaf.CompareKey(leaf.Count - 1, merge.NextKey) >= 0))
            return null;
        return TakesOver(leaf) ? cursor : null;
    }

    // What goes wrong here is not reported: the failure that led here is, and a file that nothing refers to means nothing.
    private void CleanUp(RunWriter? writer, List<RunInfo> finished)
    {
        try
        {
            writer?.Discard();
            foreach (var run in finished)
                Files.Delete(run.Path);
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            writer?.Dispose();
        }
    }
}
