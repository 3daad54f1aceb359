using Nedb.Storage.Values;
using Nedb.Storage.Words;

namespace Nedb.Query.Search;

/// <summary>Writes what several sources know of versions and their words into one run.</summary>
/// <param name="writer">The run.</param>
/// <param name="keyOf">The key of a version in its ordered encoding.</param>
/// <param name="cancellation">Stops the work.</param>
internal sealed class WordMerge(WordRunWriter writer, Func<NedbValue, byte[]> keyOf, CancellationToken cancellation)
{
    private const int TicksBetweenLooks = 1024;

    private int _ticks;

    /// <summary>Writes the run.</summary>
    /// <param name="sources">What is merged.</param>
    /// <param name="closings">
    /// What replaced versions, by their seqs. Those of versions in the run are said there and taken out; the others are kept beside them.
    /// </param>
    /// <param name="hasOlder">Whether there are older runs, which the others can be of.</param>
    public void Write(IReadOnlyList<WordSource> sources, Dictionary<long, long> closings, bool hasOlder)
    {
        var places = WriteVersions(sources, closings);
        if (hasOlder)
            foreach (var (replaced, seq) in closings.OrderBy(static closing => closing.Key))
                writer.AddClosing(replaced, seq);
        WriteWords(sources, places);
    }

    /// <returns>For each source the places in the run by those in the source.</returns>
    private List<int>[] WriteVersions(IReadOnlyList<WordSource> sources, Dictionary<long, long> closings)
    {
        var heads = new Head[sources.Count];
        for (var i = 0; i < heads.Length; i++)
            heads[i] = new(sources[i].Versions.GetEnumerator(), keyOf);
        var places = Array.ConvertAll(heads, static _ => new List<int>());
        try
        {
            while (FindLeast(heads) is var least and >= 0)
            {
                Tick();
                var version = heads[least].Version;
                if (version.SupersededSeq == long.MaxValue && closings.Remove(version.Seq, out var supersededSeq))
                    version = version with { SupersededSeq = supersededSeq };
                places[least].Add(writer.AddVersion(in version));
                heads[least].MoveNext();
            }
        }
        finally
        {
            foreach (var head in heads)
                head.Dispose();
        }

        return places;
    }

    private void WriteWords(IReadOnlyList<WordSource> sources, List<int>[] places)
    {
        var words = new IEnumerator<(byte[] Word, List<int> Places)>[sources.Count];
        for (var i = 0; i < words.Length; i++)
            words[i] = sources[i].Words.GetEnumerator();
        try
        {
            var isThere = Array.ConvertAll(words, static source => source.MoveNext());
            while (FindLeast(words, isThere) is var least and >= 0)
            {
                Tick();
                var word = words[least].Current.Word;
                var all = new List<int>();
                var parts = 0;
                for (var i = least; i < words.Length; i++)
                {
                    if (!isThere[i] || !words[i].Current.Word.AsSpan().SequenceEqual(word))
                        continue;
                    foreach (var place in words[i].Current.Places)
                        all.Add(places[i][place]);
                    parts++;
                    isThere[i] = words[i].MoveNext();
                }

                if (parts > 1)
                    all.Sort();
                writer.AddWord(word, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(all));
            }
        }
        finally
        {
            foreach (var source in words)
                source.Dispose();
        }
    }

    private static int FindLeast(Head[] heads)
    {
        var least = -1;
        for (var i = 0; i < heads.Length; i++)
            if (heads[i].IsThere && (least < 0 || heads[i].CompareTo(heads[least]) < 0))
                least = i;
        return least;
    }

    private static int FindLeast(IEnumerator<(byte[] Word, List<int> Places)>[] words, bool[] isThere)
    {
        var least = -1;
        for (var i = 0; i < words.Length; i++)
            if (isThere[i] && (least < 0 || words[i].Current.Word.AsSpan().SequenceCompareTo(words[least].Current.Word) < 0))
                least = i;
        return least;
    }

    private void Tick()
    {
        if (_ticks++ % TicksBetweenLooks == 0)
            cancellation.ThrowIfCancellationRequested();
    }

    private sealed class Head : IDisposable
    {
        private readonly IEnumerator<WordVersion> _versions;
        private readonly Func<NedbValue, byte[]> _keyOf;
        private byte[] _key = [];

        public Head(IEnumerator<WordVersion> versions, Func<NedbValue, byte[]> keyOf)
        {
            (_versions, _keyOf) = (versions, keyOf);
            MoveNext();
        }

        public bool IsThere { get; private set; }

        public WordVersion Version => _versions.Current;

        public void MoveNext()
        {
            IsThere = _versions.MoveNext();
            if (IsThere)
                _key = _keyOf(_versions.Current.Id);
        }

        public int CompareTo(Head other) =>
            _key.AsSpan().SequenceCompareTo(other._key) is not 0 and var byKey ? byKey : Version.Seq.CompareTo(other.Version.Seq);

        public void Dispose() => _versions.Dispose();
    }
}
