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

    /// <summary>Merges runs where there are many of about the same size.</summary>
    /// <returns>Whether there were any.</returns>
    public bool MergeSome(CancellationToken cancellation)
    {
        var runs = Runs;
        return MergeSome(runs.Present, isPresent: true, cancellation) || MergeSome(runs.Past, isPresent: false, cancellation);
    }

    private bool MergeSome(Run[] newestFirst, bool isPresent, CancellationToken cancellation)
    {
        var count = 0;
        long bytes = 0;
        // As long as the next older run is not larger than all newer ones together.
        while (count < newestFirst.Length && (count < MergeRunsMin || newestFirst[count].Info.Length <= bytes))
            bytes += newestFirst[count++].Info.Length;
        if (count < MergeRunsMin)
            return false;
        var startedAt = _context.Clock.GetTimestamp();
        using var activity = Telemetry.Source.StartActivity("nedb.merge");
        activity?.SetTag(Telemetry.Database, _context.Name).SetTag("nedb.runs", count).SetTag("nedb.bytes", bytes);
        try
        {
            Merge(newestFirst[..count], isPresent, count == newestFirst.Length, cancellation);
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

    private RunMerger MakeMerger(MergePolicy policy) => new()
    {
        Files = _files,
        DatabaseId = _context.DatabaseId,
        NextRunId = NextRunId,
        Codec = _codec,
        RunBytes = long.MaxValue,
        Policy = policy,
    };

    private void Merge(Run[] old, bool isPresent, bool reachesBottom, CancellationToken cancellation)
    {
        var live = _record!.Figures
            .SelectMany(figures => figures.Indexes.Select(
                index => (Views.StateRoot.SlotOf(figures.CollectionId), index.IndexId, index.BuiltSeq)))
            .ToHashSet();
        var merger = MakeMerger(Keeps);
        var merged = merger.Merge(old, cancellation).ConvertAll(info => Run.Open(_files, info, _cache, _codec));
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

        bool Keeps(ReadOnlySpan<byte> key, ref ReadOnlyMemory<byte> value)
        {
            if (value.IsEmpty && reachesBottom && isPresent)
                return false; // there is nothing left that it could remove
            // The entries of an index that is gone go too.
            return key[0] is not (ViewKey.CurrentEntry or ViewKey.ClosedEntry) || live.Contains(ViewKey.ReadIndex(key));
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
