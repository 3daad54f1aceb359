using System.Diagnostics;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Io;
using Nedb.Storage.Runs;

namespace Nedb.Storage.Layers;

/// <content>Fewer and larger runs.</content>
internal sealed partial class ViewStore
{
    // Merging so many of a size writes each entry about log2(all / one layer) times, and leaves few enough runs to look into.
    private const int MergeRunsMin = 4;

    // While all views are made anew nobody reads them: more runs are left to be merged at once, and each entry is written less often.
    private const int MergeRunsMinOfRebuild = 32;

    // Runs of which more than this part is hidden are merged whole, so that what is written stays within this many times what changed.
    private const int HiddenPart = 3;

    // Besides what a merge may write, so much of it stays free.
    private const int SparePart = 4;

    /// <summary>Merges runs where there are many of about the same size, or much of what is current is hidden by newer runs.</summary>
    /// <param name="isRebuilding">Whether all views are being made anew.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>Whether there were any, and there was room for them.</returns>
    public bool MergeSome(bool isRebuilding, CancellationToken cancellation)
    {
        var runs = Runs;
        var least = isRebuilding ? MergeRunsMinOfRebuild : MergeRunsMin;
        var present = CountOfSize(runs.Present, least);
        if (present == 0 && !isRebuilding && IsMuchHidden(runs.Present))
            present = runs.Present.Length;
        if (present > 0)
            return MergeNewest(runs.Present, present, isPresent: true, cancellation);
        return CountOfSize(runs.Past, least) is > 0 and var past && MergeNewest(runs.Past, past, isPresent: false, cancellation);
    }

    /// <summary>How many of the newest runs are about of a size and many enough to be merged; 0 for none.</summary>
    private static int CountOfSize(Run[] newestFirst, int least)
    {
        var count = 0;
        long bytes = 0;
        // As long as the next older run is not larger than all newer ones together.
        while (count < newestFirst.Length && (count < least || newestFirst[count].Info.Length <= bytes))
            bytes += newestFirst[count++].Info.Length;
        return count < least ? 0 : count;
    }

    // Documents that are changed again and again stand in every run of what is current, and a scan steps over all but one of them.
    private static bool IsMuchHidden(Run[] newestFirst) => newestFirst.Length > 1
        && RunOverlap.CountHidden(newestFirst) > newestFirst.Sum(static run => run.Info.EntryCount) / HiddenPart;

    private bool MergeNewest(Run[] newestFirst, int count, bool isPresent, CancellationToken cancellation)
    {
        var bytes = newestFirst.Take(count).Sum(static run => run.Info.Length);
        // What merging gains is no reason to leave no room for what is written meanwhile. It is tried again after the next layer.
        if (_files.FreeBytes is { } free && free < bytes + bytes / SparePart)
        {
            PutOff();
            return false;
        }

        var startedAt = _context.Clock.GetTimestamp();
        using var activity = Telemetry.Source.StartActivity("nedb.merge");
        activity?.SetTag(Telemetry.Database, _context.Name).SetTag("nedb.runs", count).SetTag("nedb.bytes", bytes);
        try
        {
            if (!Merge(newestFirst[..count], isPresent, count == newestFirst.Length, cancellation))
            {
                activity?.SetStatus(ActivityStatusCode.Error, "There was no room on the disk.");
                PutOff();
                return false;
            }
        }
        catch (Exception error)
        {
            activity?.SetTag(Telemetry.ErrorType, Telemetry.NameOf(error)).SetStatus(ActivityStatusCode.Error, error.Message);
            throw;
        }

        var database = new KeyValuePair<string, object?>(Telemetry.Database, _context.Name);
        Telemetry.MergeDuration.Record(_context.Clock.GetElapsedTime(startedAt).TotalSeconds, database);
        Telemetry.MergedBytes.Add(bytes, database);
        return true;
    }

    private void PutOff() => Telemetry.MergesPutOff.Add(1, new KeyValuePair<string, object?>(Telemetry.Database, _context.Name));

    private RunMerger MakeMerger(MergePolicy policy, Func<Block, bool>? takesOver = null) => new()
    {
        Files = _files,
        DatabaseId = _context.DatabaseId,
        NextRunId = NextRunId,
        Codec = _codec,
        RunBytes = long.MaxValue,
        Policy = policy,
        TakesOver = takesOver,
    };

    /// <returns>Whether there was room; if not, nothing has changed.</returns>
    private bool Merge(Run[] old, bool isPresent, bool reachesBottom, CancellationToken cancellation)
    {
        var live = _record!.Figures
            .SelectMany(figures => figures.Indexes.Select(
                index => (Views.StateRoot.SlotOf(figures.CollectionId), index.IndexId, index.BuiltSeq)))
            .ToHashSet();
        var merger = MakeMerger(Keeps, TakesOver);
        List<RunInfo> written;
        try
        {
            written = merger.Merge(old, cancellation);
        }
        catch (Exception error) when (IoFailure.IsNoRoom(error))
        {
            return false;
        }

        var merged = written.ConvertAll(info => Run.Open(_files, info, _cache, _codec));
        if (isPresent && merged.Count == 1)
            merged[0].Whole = [.. old.SelectMany(static run => run.Whole).Distinct()];
        lock (_gate)
        {
            var stack = _newest!.Stack;
            var runs = isPresent
                ? stack.Runs with { Present = Exchange(stack.Runs.Present, old, merged) }
                : stack.Runs with { Past = Exchange(stack.Runs.Past, old, merged) };
            var record = _record! with
            {
                Generation = _record.Generation + 1,
                NextRunId = Interlocked.Read(ref _lastRunId) + 1,
                Present = [.. runs.Present.Select(static run => run.Info)],
                Past = [.. runs.Past.Select(static run => run.Info)],
            };
            Replace(record, runs);
            _newest.Replace(stack with { Runs = runs });
        }

        // Who still reads the old runs has them open; their handles end with the last reader.
        foreach (var run in old)
            DeleteQuietly(run.Info.Path);
        return true;

        bool Keeps(ReadOnlySpan<byte> key, ref ReadOnlyMemory<byte> value)
        {
            if (value.IsEmpty && reachesBottom && isPresent)
                return false; // there is nothing left that it could remove
            // The entries of an index that is gone go too.
            return key[0] is not (ViewKey.CurrentEntry or ViewKey.ClosedEntry) || live.Contains(ViewKey.ReadIndex(key));
        }

        // Whether Keeps holds for every entry, as it does for most.
        bool TakesOver(Block block)
        {
            var (first, last) = (block.KeyOf(0), block.KeyOf(block.Count - 1));
            if (first[0] != last[0] || (isPresent && reachesBottom && block.HasEmptyValue()))
                return false;
            return first[0] is not (ViewKey.CurrentEntry or ViewKey.ClosedEntry)
                || (ViewKey.ReadIndex(first) == ViewKey.ReadIndex(last) && live.Contains(ViewKey.ReadIndex(first)));
        }
    }

    private static Run[] Exchange(Run[] runs, Run[] old, List<Run> merged)
    {
        var at = Array.IndexOf(runs, old[0]);
        return [.. runs[..at], .. merged, .. runs[(at + old.Length)..]];
    }

    private void DeleteQuietly(string path)
    {
        try
        {
            _files.Delete(path);
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            // Nothing names the file any more; the next opening deletes it.
        }
    }
}
