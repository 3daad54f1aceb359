using System.Globalization;
using System.Text;

namespace Nedb.Query.Search;

/// <summary>Tells the <see cref="WordClass"/> of characters: by their categories, and by blocks of some scripts.</summary>
internal static class WordClasses
{
    // Scripts without spaces between words, and the ideographs; the ends are included.
    private static readonly (int First, int Last)[] Singles =
    [
        (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x1950, 0x19DF), (0x1A20, 0x1AAF), (0x3005, 0x3007), (0x3021, 0x3029),
        (0x3041, 0x3096), (0x309D, 0x309F), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA9E0, 0xA9FF), (0xAA60, 0xAADF), (0xF900, 0xFAFF),
        (0x1B001, 0x1B11F), (0x20000, 0x3FFFF),
    ];

    private static readonly (int First, int Last)[] Katakana =
    [
        (0x3031, 0x3035), (0x309B, 0x309C), (0x30A0, 0x30FA), (0x30FC, 0x30FF), (0x31F0, 0x31FF), (0x32D0, 0x32FE), (0x3300, 0x3357),
        (0xFF66, 0xFF9D),
    ];

    /// <summary>The class of a character.</summary>
    public static WordClass Of(Rune rune)
    {
        if (rune.IsAscii)
            return OfAscii((char)rune.Value);
        switch (rune.Value)
        {
            case 0x2018 or 0x2019 or 0x2024 or 0xFE52 or 0xFF07 or 0xFF0E:
                return WordClass.MidBoth;
            case 0x00B7 or 0x0387 or 0x055F or 0x05F4 or 0x2027 or 0xFE13 or 0xFE55 or 0xFF1A:
                return WordClass.MidLetter;
            case 0x037E or 0x0589 or 0x060C or 0x060D or 0x066C or 0x07F8 or 0x2044 or 0xFE10 or 0xFE14 or 0xFE50 or 0xFE54 or 0xFF0C
                or 0xFF1B:
                return WordClass.MidNumber;
            case 0x203F or 0x2040 or 0x2054 or 0xFE33 or 0xFE34 or (>= 0xFE4D and <= 0xFE4F) or 0xFF3F or 0x202F:
                return WordClass.Joiner;
            case 0x200B:
                return WordClass.None;
            case >= 0x05D0 and <= 0x05F2 or >= 0xFB1D and <= 0xFB4F when Rune.IsLetter(rune):
                return WordClass.Hebrew;
        }

        return OfCategory(rune);
    }

    private static WordClass OfAscii(char letter) => letter switch
    {
        (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') => WordClass.Letter,
        >= '0' and <= '9' => WordClass.Numeric,
        '_' => WordClass.Joiner,
        '\'' or '.' => WordClass.MidBoth,
        ':' => WordClass.MidLetter,
        ',' or ';' => WordClass.MidNumber,
        '"' => WordClass.DoubleQuote,
        _ => WordClass.None,
    };

    private static WordClass OfCategory(Rune rune)
    {
        switch (Rune.GetUnicodeCategory(rune))
        {
            case UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
                or UnicodeCategory.Format:
                return WordClass.Extend;
            case UnicodeCategory.DecimalDigitNumber:
                return WordClass.Numeric;
            case UnicodeCategory.OtherNumber:
                return WordClass.Single;
            case UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber:
                return Contains(Katakana, rune.Value) ? WordClass.Katakana
                    : Contains(Singles, rune.Value) ? WordClass.Single : WordClass.Letter;
            default:
                return WordClass.None;
        }
    }

    private static bool Contains((int First, int Last)[] ranges, int value) =>
        Array.Exists(ranges, range => value >= range.First && value <= range.Last);
}
