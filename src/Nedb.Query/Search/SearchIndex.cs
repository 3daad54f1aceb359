using System.Runtime.InteropServices;
using Nedb.Storage.Schema;
using Nedb.Storage.Views;

namespace Nedb.Query.Search;

/// <summary>
/// For each word the versions of a collection that have it, by their seqs. It is made from the history of the collection when it is first
/// asked, and after that from the nodes that were committed since. Words of versions never change but by an erasure, after which it is made
/// anew; so it answers for every state of the past as well. Safe for use by any number of threads.
/// </summary>
internal sealed class SearchIndex
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<long>> _words = new(StringComparer.Ordinal);
    private readonly Dictionary<long, long> _replacements = [];
    private readonly int _collectionId;
    private readonly FieldDefinition[] _fields;
    private long _through = -1;
    private byte[] _lastKey = [];
    private long _lastSeq;

    public SearchIndex(CollectionDefinition collection, int[] fieldIds)
    {
        _collectionId = collection.Id;
        _fields = Array.ConvertAll(fieldIds, id => collection.FindField(id)!);
    }

    /// <summary>Whether the seqs of all versions ascend with their keys, so that what is found comes in the order of the keys.</summary>
    public bool IsInKeyOrder { get; private set; } = true;

    /// <summary>Whether the fields still read as they did when it was made.</summary>
    public bool HoldsFor(CollectionDefinition collection) => Array.TrueForAll(
        _fields, field => collection.FindField(field.Id) is { } present && present.Default == field.Default);

    /// <summary>The seqs of the versions visible at a seq that have every word and some word with each prefix, ascending.</summary>
    /// <param name="head">The state that the index is brought up to.</param>
    /// <param name="seq">The seq that is read at, not after that state.</param>
    /// <param name="phrase">What is looked for; at least one word.</param>
    /// <param name="cancellation">Stops the work.</param>
    public long[] Find(ReadView head, long seq, SearchPhrase phrase, CancellationToken cancellation)
    {
        lock (_lock)
        {
            Follow(head, cancellation);
            List<long>? found = null;
            var lists = phrase.Words.Select(WithWord).Concat(phrase.Prefixes.Select(WithPrefix));
            foreach (var list in lists.OrderBy(static list => list.Count))
            {
                found = found is null ? list : Intersect(found, list);
                if (found.Count == 0)
                    break;
            }

            return found is null ? [] : [.. found.Where(version => IsVisible(version, seq))];
        }
    }

    private void Follow(ReadView head, CancellationToken cancellation)
    {
        if (_through < 0)
        {
            using var history = head.ScanHistory(_collectionId, KeyRange.All);
            while (history.MoveNext())
            {
                Add(history.Current);
                cancellation.ThrowIfCancellationRequested();
            }

            // The history comes by key.
            foreach (var seqs in _words.Values)
                CollectionsMarshal.AsSpan(seqs).Sort();
            _through = head.Seq;
            return;
        }

        for (; _through < head.Seq; _through++)
        {
            var node = head.FindNode(_through + 1)!;
            if (node.Kind == NodeKind.Erasure)
            {
                _words.Clear();
                _through = -1;
                Follow(head, cancellation);
                return;
            }

            if (node.CollectionId == _collectionId)
                Add(node);
        }
    }

    private bool IsVisible(long version, long seq) =>
        version <= seq && (!_replacements.TryGetValue(version, out var replacement) || replacement > seq);

    private void Add(Document version)
    {
        if (version.PreviousSeq > 0)
            _replacements[version.PreviousSeq] = version.Seq;
        if (version.Kind != NodeKind.Put)
            return;
        if (IsInKeyOrder)
        {
            // Versions of one key stand side by side: at most one of them is visible.
            IsInKeyOrder = version.Seq > _lastSeq && version.Key.Span.SequenceCompareTo(_lastKey) >= 0;
            _lastKey = version.Key.ToArray();
            _lastSeq = version.Seq;
        }

        // What was erased has no words.
        if (version.IsContentErased)
            return;
        foreach (var field in _fields)
            foreach (var word in SearchPhrase.WordsOf(version.HasField(field.Id) ? version.GetValue(field.Id) : field.Default))
            {
                ref var seqs = ref CollectionsMarshal.GetValueRefOrAddDefault(_words, word, out _);
                seqs ??= [];
                // A word that a version repeats counts once.
                if (seqs.Count == 0 || seqs[^1] != version.Seq)
                    seqs.Add(version.Seq);
            }
    }

    private List<long> WithWord(string word) => _words.GetValueOrDefault(word) ?? [];

    private List<long> WithPrefix(string prefix)
    {
        var found = new SortedSet<long>();
        foreach (var (word, seqs) in _words)
            if (word.StartsWith(prefix, StringComparison.Ordinal))
                found.UnionWith(seqs);
        return [.. found];
    }

    private static List<long> Intersect(List<long> few, List<long> many)
    {
        var both = new List<long>(few.Count);
        var at = 0;
        foreach (var seq in few)
        {
            at = LowerBound(many, at, seq);
            if (at == many.Count)
                break;
            if (many[at] == seq)
                both.Add(seq);
        }

        return both;
    }

    /// <summary>The first place from one on whose seq is not less; found in steps that double, then by halves.</summary>
    private static int LowerBound(List<long> seqs, int from, long seq)
    {
        var step = 1;
        var low = from;
        while (low + step < seqs.Count && seqs[low + step] < seq)
        {
            low += step;
            step *= 2;
        }

        var high = Math.Min(low + step, seqs.Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (seqs[middle] < seq)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
