using System.Runtime.InteropServices;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;
using Nedb.Storage.Views;
using Nedb.Storage.Words;

namespace Nedb.Query.Search;

/// <summary>For each word the versions that have it, in memory. Versions have places in the order in which they were met.</summary>
internal sealed class MemoryWords
{
    private readonly Dictionary<string, PlaceList> _words = new(StringComparer.Ordinal);

    // Those that may still be replaced, by their seqs.
    private readonly Dictionary<long, int> _current = [];
    private IndexedVersion[] _versions = [];
    private byte[] _lastKey = [];
    private string[] _sortedWords = [];

    /// <summary>How many versions there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many places the words have together: what the memory grows with.</summary>
    public int PlaceCount { get; private set; }

    /// <summary>Whether the versions came in the order of their keys, those of one key in the order of their seqs.</summary>
    public bool IsOrdered { get; private set; } = true;

    /// <summary>The version of a place.</summary>
    public ref readonly IndexedVersion this[int place] => ref _versions[place];

    /// <summary>Adds a version.</summary>
    /// <param name="version">The version.</param>
    /// <param name="supersededSeq">The seq of what replaced it; <see cref="long.MaxValue"/> where that is not known yet.</param>
    /// <param name="fields">The fields whose words count.</param>
    public void Add(Document version, long supersededSeq, FieldDefinition[] fields)
    {
        if (IsOrdered && version.Key.Span.SequenceCompareTo(_lastKey) >= 0)
            _lastKey = version.Key.ToArray();
        else
            IsOrdered = false;
        if (Count == _versions.Length)
            Array.Resize(ref _versions, Math.Max(64, 2 * Count));
        _versions[Count] = new(version.Id, version.Seq) { SupersededSeq = supersededSeq };
        if (supersededSeq == long.MaxValue)
            _current.Add(version.Seq, Count);
        foreach (var field in fields)
            foreach (var word in SearchPhrase.WordsOf(version.HasField(field.Id) ? version.GetValue(field.Id) : field.MissingValue))
            {
                ref var places = ref CollectionsMarshal.GetValueRefOrAddDefault(_words, word, out _);
                // A word that a version repeats counts once.
                if ((places ??= new()).Add(Count))
                    PlaceCount++;
            }

        Count++;
    }

    /// <summary>Notes what replaced a version.</summary>
    /// <returns>Whether the version is here.</returns>
    public bool TryClose(long seq, long supersededSeq)
    {
        if (!_current.Remove(seq, out var place))
            return false;
        _versions[place].SupersededSeq = supersededSeq;
        return true;
    }

    /// <summary>How many versions have a seq up to one.</summary>
    public int CountThrough(long seq)
    {
        var count = 0;
        foreach (ref readonly var version in _versions.AsSpan(0, Count))
            count += version.Seq <= seq ? 1 : 0;
        return count;
    }

    /// <summary>The places of the versions that have a word, ascending.</summary>
    public ReadOnlyMemory<int> Find(string word) => _words.GetValueOrDefault(word)?.Places ?? default;

    /// <summary>The places of the versions that have some word with a beginning, ascending.</summary>
    public ReadOnlyMemory<int> FindBeginning(string beginning)
    {
        // Words are never taken away, so as many are the same.
        if (_sortedWords.Length != _words.Count)
            _sortedWords = [.. _words.Keys.Order(StringComparer.Ordinal)];
        var found = new List<int>();
        var at = Array.BinarySearch(_sortedWords, beginning, StringComparer.Ordinal);
        for (at = at < 0 ? ~at : at; at < _sortedWords.Length; at++)
        {
            if (!_sortedWords[at].StartsWith(beginning, StringComparison.Ordinal))
                break;
            found.AddRange(_words[_sortedWords[at]].Places.Span);
        }

        found.Sort();
        return found.Distinct().ToArray();
    }

    /// <summary>What goes into a run: the versions up to a seq in the order of their keys, and their words.</summary>
    /// <param name="through">The seq.</param>
    /// <param name="keyOf">The key of a version in its ordered encoding.</param>
    public WordSource ToSource(long through, Func<NedbValue, byte[]> keyOf)
    {
        var order = Enumerable.Range(0, Count).Where(place => _versions[place].Seq <= through).ToArray();
        if (!IsOrdered)
        {
            var keys = Array.ConvertAll(order, place => (Key: keyOf(_versions[place].Id), _versions[place].Seq));
            Array.Sort(keys, order, Comparer<(byte[] Key, long Seq)>.Create(static (left, right) =>
                left.Key.AsSpan().SequenceCompareTo(right.Key) is not 0 and var byKey ? byKey : left.Seq.CompareTo(right.Seq)));
        }

        var ranks = new int[Count];
        Array.Fill(ranks, -1);
        for (var rank = 0; rank < order.Length; rank++)
            ranks[order[rank]] = rank;
        var versions = order.Select(place =>
        {
            ref readonly var version = ref _versions[place];
            return new WordVersion(version.Id, version.Seq, version.SupersededSeq <= through ? version.SupersededSeq : long.MaxValue);
        });
        return new(versions, WordsByBytes(ranks));
    }

    private IEnumerable<(byte[] Word, List<int> Places)> WordsByBytes(int[] ranks)
    {
        var words = _words.Keys.Select(static word => (Word: word, Bytes: WordRun.BytesOf(word))).ToArray();
        Array.Sort(words, static (left, right) => left.Bytes.AsSpan().SequenceCompareTo(right.Bytes));
        for (var i = 0; i < words.Length;)
        {
            var bytes = words[i].Bytes;
            var places = new List<int>();
            // Very long words may be the same as far as runs tell.
            for (; i < words.Length && words[i].Bytes.AsSpan().SequenceEqual(bytes); i++)
                foreach (var place in _words[words[i].Word].Places.Span)
                    if (ranks[place] >= 0)
                        places.Add(ranks[place]);
            places.Sort();
            if (places.Count > 0)
                yield return (bytes, places);
        }
    }
}
