using System.Text;
using Nedb.Storage.Collations;

namespace Nedb.Query.Search;

/// <summary>
/// Cuts text into the words that SEARCH compares, as Unicode Standard Annex 29 says for words by default, without case and accents. What
/// has neither letter nor digit is no word. Where only a dictionary knows the words (Chinese, Thai), each character is one.
/// </summary>
internal static class SearchTokenizer
{
    /// <summary>
    /// Tells these rules from others. Classes of characters and case come with .NET, so those of one version of it are taken for the same.
    /// </summary>
    public static string Rules { get; } = $"words 1, .NET {Environment.Version.Major}";

    /// <summary>The words of a text, in its order, repeated ones too.</summary>
    public static IReadOnlyList<string> Tokenize(string text)
    {
        var words = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var start = at;
            var first = ClassAt(text, ref at);
            if (first is not (WordClass.Letter or WordClass.Hebrew or WordClass.Numeric or WordClass.Katakana or WordClass.Joiner
                or WordClass.Single))
                continue;
            var hasContent = FindEnd(text, first, ref at);
            var word = hasContent ? Fold(text[start..at]) : "";
            if (word.Length > 0)
                words.Add(word);
        }

        return words;
    }

    /// <summary>Goes on to the end of a word.</summary>
    /// <returns>Whether it has more than joiners.</returns>
    private static bool FindEnd(string text, WordClass present, ref int at)
    {
        var hasContent = present != WordClass.Joiner;
        while (true)
        {
            SkipMarks(text, ref at);
            var next = at;
            if (at >= text.Length)
                return hasContent;
            var found = ClassAt(text, ref next);
            if (Joins(present, found))
            {
                present = found;
                hasContent |= found != WordClass.Joiner;
                at = next;
                continue;
            }

            if (!IsMiddle(present, found))
                return hasContent;
            // What stands in the middle joins only where the same kind follows.
            SkipMarks(text, ref next);
            if (next >= text.Length)
                return hasContent;
            var behind = ClassAt(text, ref next);
            if (found == WordClass.DoubleQuote ? behind != WordClass.Hebrew
                : present == WordClass.Numeric ? behind != WordClass.Numeric : !IsLetter(behind))
                return hasContent;
            present = behind;
            at = next;
        }
    }

    private static bool Joins(WordClass left, WordClass right) => left switch
    {
        WordClass.Letter or WordClass.Hebrew or WordClass.Numeric => IsLetter(right) || right is WordClass.Numeric or WordClass.Joiner,
        WordClass.Katakana => right is WordClass.Katakana or WordClass.Joiner,
        WordClass.Joiner => IsLetter(right) || right is WordClass.Numeric or WordClass.Katakana or WordClass.Joiner,
        _ => false,
    };

    private static bool IsMiddle(WordClass left, WordClass sign) => sign switch
    {
        WordClass.MidBoth => IsLetter(left) || left == WordClass.Numeric,
        WordClass.MidLetter => IsLetter(left),
        WordClass.MidNumber => left == WordClass.Numeric,
        WordClass.DoubleQuote => left == WordClass.Hebrew,
        _ => false,
    };

    private static bool IsLetter(WordClass kind) => kind is WordClass.Letter or WordClass.Hebrew;

    private static void SkipMarks(string text, ref int at)
    {
        for (var next = at; next < text.Length && ClassAt(text, ref next) == WordClass.Extend;)
            at = next;
    }

    private static WordClass ClassAt(string text, ref int at)
    {
        Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length);
        at += length;
        return WordClasses.Of(rune);
    }

    // The apostrophe of typesetters is the one of typewriters.
    private static string Fold(string word) => AccentFolding.FoldAll(word.Replace('\u2019', '\''));
}
