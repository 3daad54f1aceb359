using System.Collections.Frozen;
using System.Text;

namespace Nedb.Storage.Collations;

/// <summary>
/// Takes case and accents away from text. The table is our own, made from the canonical decompositions of Unicode, because .NET's
/// normalization depends on how the process was started: in invariant mode it does nothing.
/// </summary>
public static class AccentFolding
{
    private static readonly FrozenDictionary<char, char> Bases = Load();

    /// <summary>The text in lower case.</summary>
    public static string FoldCase(string text) => text.ToLowerInvariant();

    /// <summary>The text in lower case and without accents: é becomes e, and marks that stand by themselves are left out.</summary>
    public static string FoldAll(string text)
    {
        if (System.Text.Ascii.IsValid(text))
            return text.ToLowerInvariant();
        var folded = new StringBuilder(text.Length);
        foreach (var current in text)
        {
            if (IsAccent(current))
                continue;
            // Lower case first and last: some letters have their mark only in one of the cases.
            var lower = char.ToLowerInvariant(current);
            folded.Append(char.ToLowerInvariant(Bases.GetValueOrDefault(lower, lower)));
        }

        return folded.ToString();
    }

    // The blocks of accents only: the vowels of many scripts are marks too, and leaving them out would change the word.
    private static bool IsAccent(char letter) =>
        letter is >= '\u0300' and <= '\u036F' or >= '\u1AB0' and <= '\u1AFF' or >= '\u1DC0' and <= '\u1DFF' or >= '\u20D0' and <= '\u20FF'
            or >= '\uFE20' and <= '\uFE2F';

    private static FrozenDictionary<char, char> Load()
    {
        var bases = new Dictionary<char, char>();
        foreach (var group in AccentTable.Groups)
            for (var i = 1; i < group.Length; i++)
                bases[group[i]] = group[0];
        return bases.ToFrozenDictionary();
    }
}
