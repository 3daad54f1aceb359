using Nedb.Storage.Values;

namespace Nedb.Query.Search;

/// <summary>What SEARCH looks for: a document matches if each word of the phrase is a word of any of its searched values.</summary>
internal sealed class SearchPhrase
{
    private readonly string[] _words;

    private SearchPhrase(string[] words) => _words = words;

    /// <summary>The distinct words, in ordinal order. A phrase without words matches everything, with and without an index.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>Reads a phrase.</summary>
    public static SearchPhrase Parse(string text) =>
        new([.. SearchTokenizer.Tokenize(text).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);

    /// <summary>Whether the values together contain every word. Text inside of arrays and objects counts, other kinds do not.</summary>
    public bool Matches(ReadOnlySpan<NedbValue> values)
    {
        if (_words.Length == 0)
            return true;
        var missing = new HashSet<string>(_words, StringComparer.Ordinal);
        foreach (ref readonly var value in values)
            if (Find(in value, missing))
                return true;
        return false;
    }

    /// <summary>The words of a value, those of the text inside of arrays and objects too.</summary>
    public static IEnumerable<string> WordsOf(NedbValue value) => value.Kind switch
    {
        ValueKind.String => SearchTokenizer.Tokenize(value.AsString()),
        ValueKind.Array => value.AsArray().SelectMany(WordsOf),
        ValueKind.Object => value.AsObject().SelectMany(static member => WordsOf(member.Value)),
        _ => [],
    };

    private static bool Find(in NedbValue value, HashSet<string> missing)
    {
        foreach (var word in WordsOf(value))
            if (missing.Remove(word) && missing.Count == 0)
                return true;
        return false;
    }
}
