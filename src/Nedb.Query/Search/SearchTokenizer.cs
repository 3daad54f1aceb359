using System.Globalization;
using System.Text;
using Nedb.Query.Types;

namespace Nedb.Query.Search;

/// <summary>
/// Cuts text into the words that SEARCH compares: the longest runs of letters, digits and the marks on them, without case and accents. That
/// is UAX 29 in a simple form: it does not know dictionaries, so that Chinese, Japanese and Thai become one word for each run, and an
/// apostrophe divides.
/// </summary>
internal static class SearchTokenizer
{
    /// <summary>The words of a text, in its order, repeated ones too.</summary>
    public static IReadOnlyList<string> Tokenize(string text)
    {
        var words = new List<string>();
        var start = -1;
        for (var at = 0; at < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length);
            var isPart = IsPart(rune, start >= 0);
            if (isPart && start < 0)
                start = at;
            if (!isPart && start >= 0)
                start = AddWord(words, text, start, at);
            at += length;
        }

        if (start >= 0)
            AddWord(words, text, start, text.Length);
        return words;
    }

    private static int AddWord(List<string> words, string text, int start, int end)
    {
        var word = AccentFolding.FoldAll(text[start..end]);
        if (word.Length > 0)
            words.Add(word);
        return -1;
    }

    // A mark belongs to the letter before it and begins no word.
    private static bool IsPart(Rune rune, bool isInside) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => true,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark => isInside,
        _ => false,
    };
}
