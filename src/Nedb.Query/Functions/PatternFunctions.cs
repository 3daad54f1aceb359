using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Nedb.Query.Types;
using Nedb.Storage.Values;
using static Nedb.Query.Functions.ArgumentKinds;

namespace Nedb.Query.Functions;

/// <summary>
/// Regular expressions in .NET's syntax. They run without backtracking, so that no pattern takes more than a time proportional to the text;
/// what cannot be matched so (back references, looking around) is refused. Options: i ignores case, m matches line by line, s lets the
/// point match line ends, x ignores blanks in the pattern, n captures named groups only.
/// </summary>
internal static class PatternFunctions
{
    private const int MaxCached = 256;

    private static readonly ConcurrentDictionary<(string Pattern, RegexOptions Options), Regex> Cache = new();

    public static IEnumerable<ScalarFunction> All =>
    [
        new("regexp_like", 2, 3, [Text], Returns.Boolean, static (a, _) => NedbValue.FromBoolean(PatternOf(a, 2).IsMatch(a[0].AsString())))
        {
            Aliases = ["regexp_matches", "is_match"],
        },
        new("regexp_replace", 3, 4, [Text], Returns.Text, static (a, _) =>
            NedbValue.FromString(PatternOf(a, 3).Replace(a[0].AsString(), a[2].AsString()))),
        new("regexp_count", 2, 3, [Text], Returns.Int32, static (a, _) => NedbValue.FromInt64(PatternOf(a, 2).Count(a[0].AsString()))),
        new("regexp_substring", 2, 3, [Text], Returns.Text, static (a, _) =>
            PatternOf(a, 2).Match(a[0].AsString()) is { Success: true } match ? NedbValue.FromString(match.Value) : default)
        {
            Aliases = ["regexp_substr"],
        },
        new("like_escape", 1, 2, [Text], Returns.Text, static (a, _) => EscapeLike(a[0].AsString(), a.Length > 1 ? a[1].AsString() : "\\")),
    ];

    private static Regex PatternOf(ReadOnlySpan<NedbValue> a, int optionsAt)
    {
        var key = (a[1].AsString(), OptionsOf(a.Length > optionsAt ? a[optionsAt].AsString() : ""));
        if (Cache.TryGetValue(key, out var cached))
            return cached;
        var made = new Regex(key.Item1, key.Item2);
        // Patterns that come from data would fill the memory: past the bound all are forgotten, which costs only the time to make them
        // again.
        if (Cache.Count >= MaxCached)
            Cache.Clear();
        Cache[key] = made;
        return made;
    }

    private static RegexOptions OptionsOf(string letters)
    {
        var options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;
        foreach (var letter in letters)
            options |= letter switch
            {
                'i' => RegexOptions.IgnoreCase,
                'm' => RegexOptions.Multiline,
                's' => RegexOptions.Singleline,
                'x' => RegexOptions.IgnorePatternWhitespace,
                'n' => RegexOptions.ExplicitCapture,
                _ => throw ValueErrors.Invalid($"'{letter}' is not an option of a regular expression; known are i, m, s, x and n"),
            };
        return options;
    }

    private static NedbValue EscapeLike(string text, string escape)
    {
        if (escape.Length != 1)
            throw ValueErrors.Invalid($"the escape is one character; found '{escape}'");
        var escaped = new System.Text.StringBuilder(text.Length);
        foreach (var current in text)
        {
            if (current is '%' or '_' || current == escape[0])
                escaped.Append(escape[0]);
            escaped.Append(current);
        }

        return NedbValue.FromString(escaped.ToString());
    }
}
