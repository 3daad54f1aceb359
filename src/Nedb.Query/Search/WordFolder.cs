using System.Globalization;
using System.Text;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;
using Nedb.Storage.Views;
using Nedb.Storage.Words;

namespace Nedb.Query.Search;

/// <summary>
/// The runs of one search index on disk. A run that takes the words of memory takes older runs along that are not much larger, so that
/// there are few, and each version is written few times. Where the disk does not serve, all stays in memory.
/// </summary>
internal sealed class WordFolder
{
    // An older run goes along where it has at most so many times the versions of what is newer.
    private const int TakenAlong = 2;

    private readonly WordStore _store;
    private readonly int _collectionId;
    private readonly FieldDefinition[] _fields;
    private readonly WordLimits _limits;
    private readonly string _name;
    private bool _hasFailed;

    public WordFolder(WordStore store, int collectionId, FieldDefinition[] fields, WordLimits limits)
    {
        (_store, _collectionId, _fields, _limits) = (store, collectionId, fields, limits);
        var name = new StringBuilder(SearchTokenizer.Rules);
        foreach (var field in fields)
            name.Append(CultureInfo.InvariantCulture, $";{field.Id}={field.MissingValue}");
        _name = name.ToString();
    }

    /// <summary>The runs that there are; null where they do not serve a state.</summary>
    public List<WordRun>? Open(ReadView head)
    {
        if (!_store.IsCurrent(head))
            return null;
        List<WordRun> runs = [.. _store.Open(_collectionId, _name)];
        // A state of the past cannot follow from a later one.
        return runs.Count > 0 && runs[^1].Through > head.Seq ? null : runs;
    }

    /// <summary>The seq up to which enough versions are in memory to be written; null where there are too few.</summary>
    public long? FindDue(List<WordRun> runs, MemoryWords memory, long seq)
    {
        if (_hasFailed || memory.Count < _limits.VersionsMin)
            return null;
        var through = Math.Min(_store.Through, seq);
        return through > (runs.Count > 0 ? runs[^1].Through : 0) && memory.CountThrough(through) >= _limits.VersionsMin ? through : null;
    }

    /// <summary>Writes what is in memory up to a seq to a run.</summary>
    /// <returns>The runs that there are now; null where it could not be done.</returns>
    public List<WordRun>? TryKeep(
        ReadView head,
        List<WordRun> runs,
        MemoryWords memory,
        Dictionary<long, long> closings,
        long through,
        CollectionDefinition collection,
        CancellationToken cancellation)
    {
        var first = runs.Count;
        for (var count = memory.Count; first > 0 && runs[first - 1].Count <= TakenAlong * count; first--)
            count += runs[first - 1].Count;
        var taken = runs[first..];
        var from = first > 0 ? runs[first - 1].Through : 0;
        var later = closings.Where(closing => closing.Value > from && closing.Value <= through).ToDictionary();
        WordRun? written = null;
        var isWritten = Try(head, () =>
        {
            using var writer = _store.Begin(from, through);
            new WordMerge(writer, KeyOf(collection), cancellation).Write(
                [.. taken.Select(WordSource.Of), memory.ToSource(through, KeyOf(collection))], later, hasOlder: first > 0);
            written = _store.Exchange(_collectionId, _name, taken, writer);
        });
        return isWritten ? [.. runs[..first], written!] : null;
    }

    /// <summary>Makes runs of the whole history, holding no more of it in memory than the limits say.</summary>
    /// <param name="head">The state whose history is read.</param>
    /// <param name="later">Takes the versions behind the runs.</param>
    /// <param name="closings">Takes what replaced versions of the runs later.</param>
    /// <param name="collection">The collection.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The runs; null where they could not be made, and what was taken means nothing.</returns>
    public List<WordRun>? TryMake(
        ReadView head, MemoryWords later, Dictionary<long, long> closings, CollectionDefinition collection, CancellationToken cancellation)
    {
        var through = Math.Min(_store.Through, head.Seq);
        if (_hasFailed || through == 0 || head.EstimateCount(_collectionId) < _limits.VersionsMin)
            return null;
        WordRun? made = null;
        return Try(head, Make) && made is not null ? [made] : null;

        void Make()
        {
            var parts = new List<WordRun>();
            try
            {
                MakeOf(parts);
            }
            finally
            {
                foreach (var part in parts)
                    _store.Delete(part);
            }
        }

        void MakeOf(List<WordRun> parts)
        {
            var memory = new MemoryWords();
            using var history = head.ScanHistory(_collectionId, KeyRange.All);
            while (history.MoveNext())
            {
                cancellation.ThrowIfCancellationRequested();
                if (!SearchIndex.IsIndexed(history.Current))
                    continue;
                if (!_store.IsCurrent(head))
                    throw new OperationCanceledException("Content is being erased.");
                var supersededSeq = history.Current.SupersededSeq;
                if (history.Current.Seq > through)
                {
                    later.Add(history.Current, supersededSeq, _fields);
                    continue;
                }

                if (supersededSeq > through && supersededSeq != long.MaxValue)
                    closings[history.Current.Seq] = supersededSeq;
                memory.Add(history.Current, supersededSeq, _fields);
                if (memory.PlaceCount < _limits.PlacesMax)
                    continue;
                using var part = _store.Begin(0, through);
                new WordMerge(part, KeyOf(collection), cancellation).Write([memory.ToSource(through, KeyOf(collection))], [], false);
                parts.Add(_store.Finish(part));
                memory = new();
            }

            if (memory.Count == 0 && parts.Count == 0)
                return;
            using var writer = _store.Begin(0, through);
            new WordMerge(writer, KeyOf(collection), cancellation).Write(
                [.. parts.Select(WordSource.Of), memory.ToSource(through, KeyOf(collection))], [], hasOlder: false);
            made = _store.Exchange(_collectionId, _name, [], writer);
        }
    }

    private static Func<NedbValue, byte[]> KeyOf(CollectionDefinition collection) => id => SearchHits.KeyOf(collection, in id);

    private bool Try(ReadView head, Action write)
    {
        try
        {
            return _store.TryWrite(head, write);
        }
        catch (StorageException error) when (error.Code == StorageErrorCode.Io)
        {
            // The disk is full, or worse. A search is answered all the same, and it is not tried again before the database is opened again.
            _hasFailed = true;
            return false;
        }
    }
}
