using Nedb.Storage.Schema;
using Nedb.Storage.Views;
using Nedb.Storage.Words;

namespace Nedb.Query.Search;

/// <summary>
/// For each word the versions of a collection that have it, with their keys and seqs. It follows the nodes when it is asked: what came last
/// is in memory, and what was before in runs on disk, where the store has any. Words of versions never change but by an erasure, after
/// which it is made anew; so it answers for every state of the past as well. Safe for use by any number of threads.
/// </summary>
internal sealed class SearchIndex
{
    private readonly Lock _lock = new();
    private readonly int _collectionId;
    private readonly FieldDefinition[] _fields;
    private readonly WordFolder? _folder;

    // What replaced versions of the runs.
    private readonly Dictionary<long, long> _closings = [];
    private List<WordRun> _runs = [];
    private MemoryWords _memory = new();
    private long _through = -1;
    private long _epoch;

    /// <summary>Makes an index that knows nothing yet.</summary>
    /// <param name="collection">The collection.</param>
    /// <param name="fieldIds">The fields whose words count.</param>
    /// <param name="store">Where runs are; null for all in memory.</param>
    /// <param name="limits">What stays in memory.</param>
    public SearchIndex(CollectionDefinition collection, int[] fieldIds, WordStore? store, WordLimits limits)
    {
        _collectionId = collection.Id;
        _fields = Array.ConvertAll(fieldIds, id => collection.FindField(id)!);
        _folder = store is null ? null : new(store, collection.Id, _fields, limits);
    }

    /// <summary>Whether the fields still read as they did when it was made.</summary>
    public bool HoldsFor(CollectionDefinition collection) => Array.TrueForAll(
        _fields, field => collection.FindField(field.Id) is { } present && present.MissingValue == field.MissingValue);

    /// <summary>The versions visible at a seq that have every word and some word with each prefix, in the order of their keys.</summary>
    /// <param name="head">The state that the index is brought up to.</param>
    /// <param name="view">The state that is read, not after that one.</param>
    /// <param name="collection">The collection.</param>
    /// <param name="phrase">What is looked for; at least one word.</param>
    /// <param name="cancellation">Stops the work.</param>
    public SearchHits Find(
        ReadView head, ReadView view, CollectionDefinition collection, SearchPhrase phrase, CancellationToken cancellation)
    {
        lock (_lock)
        {
            Follow(head, collection, cancellation);
            var hits = new SearchHits(view, collection);
            var isOrdered = true;
            foreach (var run in _runs)
            {
                var before = hits.Count;
                AddFrom(run, view.Seq, phrase, hits);
                isOrdered &= before == 0 || hits.Count == before;
            }

            var ofRuns = hits.Count;
            foreach (var place in FindInMemory(phrase).Span)
            {
                ref readonly var version = ref _memory[place];
                if (version.Seq <= view.Seq && view.Seq < version.SupersededSeq)
                    hits.Add(in version.Id, version.Seq);
            }

            // Versions of one key stand side by side where keys are in order: at most one of them is visible.
            if (!isOrdered || (hits.Count > ofRuns && (ofRuns > 0 || !_memory.IsOrdered)))
                hits.Sort();
            return hits;
        }
    }

    private ReadOnlyMemory<int> FindInMemory(SearchPhrase phrase)
    {
        if (_memory.Count == 0)
            return default;
        if (phrase.OnlyWord is { } word)
            return _memory.Find(word);
        return PlaceLists.Intersect(
            [.. phrase.Words.Select(_memory.Find), .. phrase.Prefixes.Select(_memory.FindBeginning)]);
    }

    private void AddFrom(WordRun run, long seq, SearchPhrase phrase, SearchHits hits)
    {
        var found = FindIn(run, phrase, hits).Span;
        hits.Reserve(found.Length);
        foreach (ref readonly var version in found)
        {
            if (version.Seq > seq)
                continue;
            var supersededSeq = version.SupersededSeq;
            if (supersededSeq == long.MaxValue && _closings.Count > 0 && _closings.TryGetValue(version.Seq, out var closing))
                supersededSeq = closing;
            if (seq < supersededSeq)
                hits.Add(version.Id, version.Seq);
        }
    }

    private static ReadOnlyMemory<WordVersion> FindIn(WordRun run, SearchPhrase phrase, SearchHits hits)
    {
        bool isExact;
        if (phrase.OnlyWord is { } only)
        {
            var versions = run.FindVersions(only, out isExact);
            hits.AreExact &= isExact;
            return versions;
        }

        var lists = new ReadOnlyMemory<int>[phrase.Words.Count + phrase.Prefixes.Count];
        var count = 0;
        foreach (var word in phrase.Words)
        {
            lists[count++] = run.Find(word, out isExact);
            hits.AreExact &= isExact;
        }

        foreach (var prefix in phrase.Prefixes)
        {
            lists[count++] = run.FindBeginning(prefix, out isExact);
            hits.AreExact &= isExact;
        }

        return run.ReadVersions(PlaceLists.Intersect(lists).Span);
    }

    private void Follow(ReadView head, CollectionDefinition collection, CancellationToken cancellation)
    {
        // What was erased must not be found by what was read before.
        if (_folder is not null && _epoch != WordStore.EpochOf(head))
            Clear();
        if (_through < 0)
            Begin(head, collection, cancellation);
        FollowNodes(head, cancellation);
        if (_through < 0)
        {
            Begin(head, collection, cancellation);
            FollowNodes(head, cancellation);
        }

        if (_folder?.FindDue(_runs, _memory, Math.Min(head.Seq, _through)) is { } through
            && _folder.TryKeep(head, _runs, _memory, _closings, through, collection, cancellation) is { } runs)
        {
            Take(runs, through);
            FollowNodes(head, cancellation);
        }
    }

    // Through an erasure it begins anew.
    private void FollowNodes(ReadView head, CancellationToken cancellation)
    {
        for (; _through < head.Seq; _through++)
        {
            cancellation.ThrowIfCancellationRequested();
            var node = head.FindNode(_through + 1)!;
            if (node.Kind == NodeKind.Erasure)
            {
                Clear();
                return;
            }

            if (node.CollectionId == _collectionId)
                Add(node);
        }
    }

    private void Begin(ReadView head, CollectionDefinition collection, CancellationToken cancellation)
    {
        Clear(); // of what a cancelled beginning left
        _epoch = WordStore.EpochOf(head);
        if (_folder?.Open(head) is { } kept)
        {
            if (kept.Count > 0)
            {
                Take(kept, kept[^1].Through);
                return;
            }

            if (_folder.TryMake(head, _memory, _closings, collection, cancellation) is { } made)
            {
                _runs = made;
                _through = head.Seq;
                return;
            }

            Clear();
        }

        using var history = head.ScanHistory(_collectionId, KeyRange.All);
        while (history.MoveNext())
        {
            if (IsIndexed(history.Current))
                _memory.Add(history.Current, history.Current.SupersededSeq, _fields);
            cancellation.ThrowIfCancellationRequested();
        }

        _through = head.Seq;
    }

    private void Take(List<WordRun> runs, long through)
    {
        _runs = runs;
        _memory = new();
        _closings.Clear();
        foreach (var run in runs)
            foreach (var (replaced, seq) in run.ReadClosings())
                _closings[replaced] = seq;
        _through = through;
    }

    private void Clear()
    {
        // What was kept of erased words goes from the memory too.
        foreach (var run in _runs)
            run.Dispose();
        _closings.Clear();
        (_runs, _memory, _through) = ([], new(), -1);
    }

    private void Add(Document version)
    {
        if (version.PreviousSeq > 0 && !_memory.TryClose(version.PreviousSeq, version.Seq) && _runs.Count > 0)
            _closings[version.PreviousSeq] = version.Seq;
        if (IsIndexed(version))
            _memory.Add(version, long.MaxValue, _fields);
    }

    /// <summary>What was erased has no words, and neither has a tombstone.</summary>
    internal static bool IsIndexed(Document version) => version.Kind == NodeKind.Put && !version.IsContentErased;
}
