using Nedb.Query.Search;
using Nedb.Storage.Values;
using static Nedb.Query.Functions.ArgumentKinds;

namespace Nedb.Query.Functions;

/// <summary>Functions that look for words, by the rules of SEARCH.</summary>
internal static class WordFunctions
{
    // Most statements look for the same words in every row.
    private static volatile Parsed? _last;

    public static IEnumerable<ScalarFunction> All =>
    [
        new("contains_words", 2, 2, [Text | ArgumentKinds.Array | ArgumentKinds.Object, Text], Returns.Boolean, static (a, _) =>
            NedbValue.FromBoolean(Parse(a[1].AsString()).Matches(a[..1]))),
        new("search_score", 2, 2, [Text | ArgumentKinds.Array | ArgumentKinds.Object, Text], Returns.Double, static (a, _) =>
            NedbValue.FromDouble(a[0].IsNull || a[1].IsNull ? 0 : Parse(a[1].AsString()).Score(in a[0]))) { TakesNull = true },
    ];

    private static SearchPhrase Parse(string words)
    {
        if (_last is { } last && last.Words == words)
            return last.Phrase;
        var phrase = SearchPhrase.Parse(words);
        _last = new(words, phrase);
        return phrase;
    }

    private sealed record Parsed(string Words, SearchPhrase Phrase);
}
