using Nedb.Storage.Diagnostics;
using Nedb.Storage.Runs;
using Nedb.Storage.Values;
using Nedb.Storage.Words;

namespace Nedb.Storage.Layers;

/// <content>Runs of words, which the search indexes make when they are asked.</content>
internal sealed partial class ViewStore
{
    // Held while runs of words are written: an erasure deletes them all, and none may come behind it.
    private readonly Lock _wordTurn = new();
    private long _epoch;

    /// <summary>Twice the number of erasures so far; one more while one is under way.</summary>
    public long Epoch => Volatile.Read(ref _epoch);

    /// <summary>Whether an erasure is under way.</summary>
    public bool IsErasing => Epoch % 2 != 0;

    /// <summary>Says that an erasure begins. Who writes words stops.</summary>
    public void BeginErasing() => Volatile.Write(ref _epoch, _epoch + 1);

    /// <summary>Says that the state without what was erased is published.</summary>
    public void EndErasing() => Volatile.Write(ref _epoch, _epoch + 1);

    /// <summary>Writes words, unless something was erased since an epoch.</summary>
    /// <returns>Whether it was done.</returns>
    public bool TryWriteWords(long epoch, Action write)
    {
        lock (_wordTurn)
        {
            if (epoch != Epoch || IsErasing || _isDistrusted)
                return false;
            try
            {
                write();
                return true;
            }
            catch (OperationCanceledException) when (IsErasing)
            {
                return false;
            }
        }
    }

    /// <summary>Begins a run of words of the nodes behind one seq up to another.</summary>
    public RunWriter BeginWords(long from, long through) =>
        new(_files, _context.DatabaseId, NextRunId(), _codec) { SeqMin = from + 1, SeqMax = through };

    /// <summary>Opens the runs of words of an index; none where they cannot be used.</summary>
    public List<WordRun> OpenWords(int collectionId, Hash256 name)
    {
        var found = (_record?.Words ?? []).Where(info => info.CollectionId == collectionId && info.Name == name)
            .OrderBy(static info => info.Run.SeqMin);
        var opened = new List<WordRun>();
        var areWhole = false;
        try
        {
            foreach (var info in found)
            {
                opened.Add(OpenWords(info));
                if (opened[^1].From != (opened.Count > 1 ? opened[^2].Through : 0))
                    return [];
            }

            areWhole = true;
            return opened;
        }
        catch (CorruptionException)
        {
            // They are derived, and made again.
            return [];
        }
        finally
        {
            if (!areWhole)
                foreach (var words in opened)
                    words.Run.Dispose();
        }
    }

    /// <summary>Opens a run of words.</summary>
    public WordRun OpenWords(WordRunInfo info) => new(info, Run.Open(_files, info.Run, _cache, _codec));

    /// <summary>Names a finished run of words in the place of others, and of all of the same index that are not among those.</summary>
    public WordRun ExchangeWords(IReadOnlyList<WordRun> old, WordRunInfo info)
    {
        var run = OpenWords(info);
        WordRunInfo[] over;
        lock (_gate)
        {
            var record = _record!;
            over = [.. record.Words.Where(other =>
                other.CollectionId == info.CollectionId && other.Name == info.Name && other.Run.SeqMax > run.From)];
            Replace(
                record with
                {
                    Generation = record.Generation + 1,
                    NextRunId = Interlocked.Read(ref _lastRunId) + 1,
                    Words = [.. record.Words.Except(over), info],
                },
                Runs);
        }

        foreach (var gone in old)
            gone.Dispose();
        foreach (var gone in over)
            DeleteQuietly(gone.Run.Path);
        return run;
    }

    /// <summary>Deletes a run of words that nothing names.</summary>
    public void DeleteWords(WordRun run)
    {
        run.Dispose();
        DeleteQuietly(run.Run.Info.Path);
    }
}
