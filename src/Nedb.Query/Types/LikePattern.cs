using System.Text;
using Nedb.Query.Diagnostics;

namespace Nedb.Query.Types;

/// <summary>
/// A pattern of LIKE: <c>%</c> is any run of characters, <c>_</c> exactly one UTF-16 code unit, every other character itself, compared
/// ordinally.
/// </summary>
internal sealed class LikePattern
{
    private readonly StringComparison _comparison;
    private readonly LikeShape _shape;
    private readonly string _letters;

    // For each letter of a general pattern whether it is '%' or '_' and not itself.
    private readonly bool[] _isWild;

    private LikePattern(string letters, bool[] isWild, bool ignoreCase)
    {
        _comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        var first = Array.IndexOf(isWild, true);
        var last = Array.LastIndexOf(isWild, true);
        var hasOne = false;
        for (var i = 0; i < letters.Length; i++)
            hasOne |= isWild[i] && letters[i] == '_';
        var count = isWild.AsSpan().Count(true);
        _shape = (count, first, last) switch
        {
            (0, _, _) => LikeShape.Exact,
            _ when hasOne => LikeShape.General,
            (1, _, _) when last == letters.Length - 1 => LikeShape.Prefix,
            (1, 0, _) => LikeShape.Suffix,
            (2, 0, _) when last == letters.Length - 1 => LikeShape.Inside,
            _ => LikeShape.General,
        };
        _letters = _shape switch
        {
            LikeShape.Prefix => letters[..^1],
            LikeShape.Suffix => letters[1..],
            LikeShape.Inside => letters[1..^1],
            _ => letters,
        };
        _isWild = isWild;
        if (!ignoreCase && _shape != LikeShape.General && Utf8Text.TryEncode(_letters, out var bytes))
            Utf8 = new(_shape, bytes);
    }

    /// <summary>The same pattern for text in UTF-8; null where it needs characters.</summary>
    public Utf8Pattern? Utf8 { get; }

    /// <summary>Prepares a pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="escape">The one character after which a character stands for itself; null or empty for none.</param>
    /// <param name="ignoreCase">Whether to match as ILIKE.</param>
    /// <exception cref="NqlException">The escape is not one character, or the pattern ends with it.</exception>
    public static LikePattern Create(string pattern, string? escape, bool ignoreCase)
    {
        if (escape is { Length: > 1 })
            throw ValueErrors.Invalid($"ESCAPE takes one character; found '{escape}'");
        var letters = new StringBuilder(pattern.Length);
        var isWild = new List<bool>(pattern.Length);
        for (var i = 0; i < pattern.Length; i++)
        {
            var isEscaped = escape is { Length: 1 } && pattern[i] == escape[0];
            if (isEscaped && ++i == pattern.Length)
                throw ValueErrors.Invalid($"the pattern '{pattern}' ends with its escape character, after which a character was expected");
            // A run of % is one %, so that matching never tries the same thing twice.
            var isAny = !isEscaped && pattern[i] == '%';
            if (isAny && letters.Length > 0 && letters[^1] == '%' && isWild[^1])
                continue;
            letters.Append(pattern[i]);
            isWild.Add(!isEscaped && pattern[i] is '%' or '_');
        }

        return new LikePattern(letters.ToString(), [.. isWild], ignoreCase);
    }

    /// <summary>
    /// What every matching text begins with, for searching an ordered index; empty where nothing is known or case is ignored.
    /// </summary>
    public string FixedPrefix
    {
        get
        {
            if (_comparison == StringComparison.OrdinalIgnoreCase || _shape is LikeShape.Suffix or LikeShape.Inside)
                return "";
            var wild = Array.IndexOf(_isWild, true);
            return wild < 0 ? _letters : _letters[..wild];
        }
    }

    /// <summary>Whether only the text <see cref="FixedPrefix"/> itself matches.</summary>
    public bool IsExact => _shape == LikeShape.Exact && _comparison == StringComparison.Ordinal;

    /// <summary>Whether a text matches as a whole.</summary>
    public bool IsMatch(string text) => _shape switch
    {
        LikeShape.Exact => text.Equals(_letters, _comparison),
        LikeShape.Prefix => text.StartsWith(_letters, _comparison),
        LikeShape.Suffix => text.EndsWith(_letters, _comparison),
        LikeShape.Inside => text.Contains(_letters, _comparison),
        _ => IsGeneralMatch(text),
    };

    // Goes back to the last % only: an earlier one can take no more than the later one leaves. At most length times length steps, no
    // recursion.
    private bool IsGeneralMatch(string text)
    {
        int at = 0, letter = 0, anyLetter = -1, anyAt = 0;
        while (at < text.Length)
        {
            if (letter < _letters.Length && _isWild[letter] && _letters[letter] == '%')
            {
                (anyLetter, anyAt) = (letter++, at);
            }
            else if (letter < _letters.Length && (_isWild[letter] || IsSame(_letters[letter], text[at])))
            {
                letter++;
                at++;
            }
            else if (anyLetter >= 0)
            {
                letter = anyLetter + 1;
                at = ++anyAt;
            }
            else
            {
                return false;
            }
        }

        while (letter < _letters.Length && _isWild[letter] && _letters[letter] == '%')
            letter++;
        return letter == _letters.Length;
    }

    private bool IsSame(char left, char right) => left == right
        || (_comparison == StringComparison.OrdinalIgnoreCase && char.ToUpperInvariant(left) == char.ToUpperInvariant(right));
}
