using System.Runtime.InteropServices;
using Nedb.Storage.Schema;
using Nedb.Storage.Views;

namespace Nedb.Query.Search;

/// <summary>
/// For each word the versions of a collection that have it, with their keys and seqs. It is made from the history of the collection when
/// it is first asked, and after that from the nodes that were committed since. Words of versions never change but by an erasure, after
/// which it is made anew; so it answers for every state of the past as well. Safe for use by any number of threads.
/// </summary>
internal sealed class SearchIndex
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<int>> _words = new(StringComparer.Ordinal);
    private readonly int _collectionId;
    private readonly FieldDefinition[] _fields;

    // Versions in the order in which they were met; words refer to their places. Those that may still be replaced are found by their seqs.
    private readonly Dictionary<long, int> _current = [];
    private IndexedVersion[] _versions = [];
    private int _count;

    // The first versions come by their keys, and from the first that does not on they may come anyhow.
    private int _orderedCount;
    private byte[] _lastKey = [];
    private string[] _sortedWords = [];
    private long _through = -1;

    public SearchIndex(CollectionDefinition collection, int[] fieldIds)
    {
        _collectionId = collection.Id;
        _fields = Array.ConvertAll(fieldIds, id => collection.FindField(id)!);
    }

    /// <summary>Whether the fields still read as they did when it was made.</summary>
    public bool HoldsFor(CollectionDefinition collection) => Array.TrueForAll(
        _fields, field => collection.FindField(field.Id) is { } present && present.Default == field.Default);

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
            Follow(head, cancellation);
            List<int>? found = null;
            var lists = phrase.Words.Select(WithWord).Concat(phrase.Prefixes.Select(WithPrefix));
            foreach (var list in lists.OrderBy(static list => list.Count))
            {
                found = found is null ? list : Intersect(found, list);
                if (found.Count == 0)
                    break;
            }

            return Visible(found ?? [], view, collection);
        }
    }

    private SearchHits Visible(List<int> found, ReadView view, CollectionDefinition collection)
    {
        var seq = view.Seq;
        var places = new int[found.Count];
        var count = 0;
        foreach (var place in found)
        {
            ref readonly var version = ref _versions[place];
            if (version.Seq <= seq && seq < version.SupersededSeq)
                places[count++] = place;
        }

        var hits = new SearchHits(view, collection, _versions, places, count);
        // Versions of one key stand side by side where keys are in order: at most one of them is visible.
        if (count > 0 && places[count - 1] >= _orderedCount)
            hits.Sort();
        return hits;
    }

    private void Follow(ReadView head, CancellationToken cancellation)
    {
        if (_through < 0)
        {
            Clear(); // of what a cancelled beginning left
            using var history = head.ScanHistory(_collectionId, KeyRange.All);
            while (history.MoveNext())
            {
                Add(history.Current);
                cancellation.ThrowIfCancellationRequested();
            }

            _through = head.Seq;
            return;
        }

        for (; _through < head.Seq; _through++)
        {
            cancellation.ThrowIfCancellationRequested();
            var node = head.FindNode(_through + 1)!;
            if (node.Kind == NodeKind.Erasure)
            {
                _through = -1;
                Follow(head, cancellation);
                return;
            }

            if (node.CollectionId == _collectionId)
                Add(node);
        }
    }

    private void Clear()
    {
        _words.Clear();
        _current.Clear();
        (_versions, _count, _orderedCount, _lastKey, _sortedWords, _through) = ([], 0, 0, [], [], -1);
    }

    private void Add(Document version)
    {
        if (version.PreviousSeq > 0 && _current.Remove(version.PreviousSeq, out var replaced))
            _versions[replaced].SupersededSeq = version.Seq;
        // What was erased has no words.
        if (version.Kind != NodeKind.Put || version.IsContentErased)
            return;
        if (_orderedCount == _count && version.Key.Span.SequenceCompareTo(_lastKey) >= 0)
        {
            _lastKey = version.Key.ToArray();
            _orderedCount++;
        }

        if (_count == _versions.Length)
            Array.Resize(ref _versions, Math.Max(64, 2 * _count));
        _versions[_count] = new(version.Id, version.Seq);
        _current.Add(version.Seq, _count);
        foreach (var field in _fields)
            foreach (var word in SearchPhrase.WordsOf(version.HasField(field.Id) ? version.GetValue(field.Id) : field.Default))
            {
                ref var places = ref CollectionsMarshal.GetValueRefOrAddDefault(_words, word, out _);
                places ??= [];
                // A word that a version repeats counts once.
                if (places.Count == 0 || places[^1] != _count)
                    places.Add(_count);
            }

        _count++;
    }

    private List<int> WithWord(string word) => _words.GetValueOrDefault(word) ?? [];

    private List<int> WithPrefix(string prefix)
    {
        // Words are never taken away, so as many are the same.
        if (_sortedWords.Length != _words.Count)
            _sortedWords = [.. _words.Keys.Order(StringComparer.Ordinal)];
        var found = new List<int>();
        var at = Array.BinarySearch(_sortedWords, prefix, StringComparer.Ordinal);
        for (at = at < 0 ? ~at : at; at < _sortedWords.Length; at++)
        {
            if (!_sortedWords[at].StartsWith(prefix, StringComparison.Ordinal))
                break;
            found.AddRange(_words[_sortedWords[at]]);
        }

        found.Sort();
        return [.. found.Distinct()];
    }

    private static List<int> Intersect(List<int> few, List<int> many)
    {
        var both = new List<int>(few.Count);
        var at = 0;
        foreach (var place in few)
        {
            at = LowerBound(many, at, place);
            if (at == many.Count)
                break;
            if (many[at] == place)
                both.Add(place);
        }

        return both;
    }

    /// <summary>The first from one on that is not less; found in steps that double, then by halves.</summary>
    private static int LowerBound(List<int> places, int from, int place)
    {
        var step = 1;
        var low = from;
        while (low + step < places.Count && places[low + step] < place)
        {
            low += step;
            step *= 2;
        }

        var high = Math.Min(low + step, places.Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (places[middle] < place)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
