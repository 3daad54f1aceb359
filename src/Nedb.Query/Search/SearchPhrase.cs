using Nedb.Storage.Values;

namespace Nedb.Query.Search;

/// <summary>
/// What SEARCH looks for: a document matches if each word of it is a word of any of its searched values. Words in double quotes must stand
/// side by side in one text; a word with a star behind it stands for every word that begins with it.
/// </summary>
internal sealed class SearchPhrase
{
    private const double Saturation = 1.2;
    private const double LengthWeight = 0.75;
    private const double UsualLength = 100;

    private readonly string[] _words;
    private readonly string[] _prefixes;
    private readonly string[][] _runs;

    private SearchPhrase(string[] words, string[] prefixes, string[][] runs)
    {
        _words = words;
        _prefixes = prefixes;
        _runs = runs;
    }

    /// <summary>The distinct words, in ordinal order, those in quotes too. A phrase without words and prefixes matches everything, with and
    /// without an index.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>The distinct beginnings of words, in ordinal order.</summary>
    public IReadOnlyList<string> Prefixes => _prefixes;

    /// <summary>The one word, where there is nothing else; otherwise null.</summary>
    public string? OnlyWord => _words.Length == 1 && _prefixes.Length == 0 ? _words[0] : null;

    /// <summary>Whether it matches everything.</summary>
    public bool IsEmpty => _words.Length + _prefixes.Length == 0;

    /// <summary>Whether having all words and prefixes is not enough: some must stand side by side.</summary>
    public bool HasRuns => _runs.Length > 0;

    /// <summary>Reads a phrase. A quote that is not closed reaches to the end.</summary>
    public static SearchPhrase Parse(string text)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        var prefixes = new HashSet<string>(StringComparer.Ordinal);
        var runs = new List<string[]>();
        var parts = text.Split('"');
        for (var i = 0; i < parts.Length; i++)
        {
            if (i % 2 == 1)
            {
                string[] run = [.. SearchTokenizer.Tokenize(parts[i])];
                words.UnionWith(run);
                if (run.Length > 1)
                    runs.Add(run);
            }
            else
            {
                AddWords(parts[i], words, prefixes);
            }
        }

        return new([.. words.Order(StringComparer.Ordinal)], [.. prefixes.Order(StringComparer.Ordinal)], [.. runs]);
    }

    /// <summary>Whether the values together contain all of it. Text inside of arrays and objects counts, other kinds do not.</summary>
    public bool Matches(ReadOnlySpan<NedbValue> values)
    {
        if (IsEmpty)
            return true;
        var missing = new HashSet<string>(_words, StringComparer.Ordinal);
        var missingPrefixes = _prefixes.Length == 0 ? null : _prefixes.ToList();
        var missingRuns = _runs.Length == 0 ? null : _runs.ToList();
        foreach (ref readonly var value in values)
            foreach (var text in TextsOf(value))
            {
                var words = SearchTokenizer.Tokenize(text);
                missing.ExceptWith(words);
                missingPrefixes?.RemoveAll(prefix => words.Any(word => word.StartsWith(prefix, StringComparison.Ordinal)));
                missingRuns?.RemoveAll(run => Contains(words, run));
                if (missing.Count == 0 && missingPrefixes is not { Count: > 0 } && missingRuns is not { Count: > 0 })
                    return true;
            }

        return false;
    }

    /// <summary>
    /// How well a value answers to it: for each word and beginning a share that grows with how often it is there and shrinks with the
    /// length
    /// of the whole, as BM25 weighs them where every word is as rare as the others and texts have about 100 words. So it
    /// depends on no other document.
    /// </summary>
    /// <returns>0 where the value does not match, or nothing is looked for.</returns>
    public double Score(in NedbValue value)
    {
        if (IsEmpty || !Matches(new ReadOnlySpan<NedbValue>(in value)))
            return 0;
        List<string> words = [.. WordsOf(value)];
        var damping = Saturation * (1 - LengthWeight + (LengthWeight * words.Count / UsualLength));
        double score = 0;
        foreach (var wanted in _words)
            score += Share(words.Count(word => word == wanted), damping);
        foreach (var prefix in _prefixes)
            score += Share(words.Count(word => word.StartsWith(prefix, StringComparison.Ordinal)), damping);
        return score;
    }

    private static double Share(int count, double damping) => count * (Saturation + 1) / (count + damping);

    /// <summary>The words of a value, those of the text inside of arrays and objects too.</summary>
    public static IEnumerable<string> WordsOf(NedbValue value) => value.Kind == ValueKind.String
        ? SearchTokenizer.Tokenize(value.AsString())
        : TextsOf(value).SelectMany(SearchTokenizer.Tokenize);

    private static void AddWords(string text, HashSet<string> words, HashSet<string> prefixes)
    {
        var start = 0;
        for (var star = text.IndexOf('*'); star >= 0; star = text.IndexOf('*', start))
        {
            var before = SearchTokenizer.Tokenize(text[start..star]);
            // A star that does not stand right behind a word is no more than any other sign.
            var isBehindWord = star > start && !char.IsWhiteSpace(text[star - 1]) && before.Count > 0;
            words.UnionWith(isBehindWord ? before.Take(before.Count - 1) : before);
            if (isBehindWord)
                prefixes.Add(before[^1]);
            start = star + 1;
        }

        words.UnionWith(SearchTokenizer.Tokenize(text[start..]));
    }

    private static IEnumerable<string> TextsOf(NedbValue value) => value.Kind switch
    {
        ValueKind.String => [value.AsString()],
        ValueKind.Array => value.AsArray().SelectMany(TextsOf),
        ValueKind.Object => value.AsObject().SelectMany(static member => TextsOf(member.Value)),
        _ => [],
    };

    private static bool Contains(IReadOnlyList<string> words, string[] run)
    {
        for (var start = 0; start + run.Length <= words.Count; start++)
        {
            var length = 0;
            while (length < run.Length && words[start + length] == run[length])
                length++;
            if (length == run.Length)
                return true;
        }

        return false;
    }
}
