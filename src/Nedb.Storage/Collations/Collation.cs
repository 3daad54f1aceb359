using Nedb.Storage.Values;

namespace Nedb.Storage.Collations;

/// <summary>
/// How text is compared and ordered. A collation never asks the operating system or the culture of the process, since an order that differs
/// between machines could not be kept in an index.
/// </summary>
public sealed class Collation : IComparer<string>, IEqualityComparer<string>
{
    private readonly Func<string, string>[] _levels;

    private Collation(string name, bool isOrdinal, params Func<string, string>[] levels)
    {
        Name = name;
        IsOrdinal = isOrdinal;
        _levels = levels;
    }

    /// <summary>By UTF-16 code units: what holds where nothing is said.</summary>
    public static Collation Ordinal { get; } = new("ordinal", true, static text => text);

    /// <summary>By UTF-16 code units of the text in upper case, as <see cref="StringComparison.OrdinalIgnoreCase"/>.</summary>
    public static Collation OrdinalIgnoreCase { get; } = new("ordinal_ignore_case", false, static text => text.ToUpperInvariant());

    /// <summary>By letters without accents and case, then by accents, then by case; only equal texts are equal.</summary>
    public static Collation Unicode { get; } = new("unicode", false, AccentFolding.FoldAll, AccentFolding.FoldCase, static text => text);

    /// <summary>By letters without accents and case; texts that differ in nothing else are equal.</summary>
    public static Collation UnicodeIgnoreAccents { get; } = new("unicode_ignore_accents", false, AccentFolding.FoldAll);

    /// <summary>The names of all collations.</summary>
    public static IReadOnlyList<string> Names { get; } = [Ordinal.Name, OrdinalIgnoreCase.Name, Unicode.Name, UnicodeIgnoreAccents.Name];

    /// <summary>The name, as COLLATE takes it.</summary>
    public string Name { get; }

    /// <summary>Whether it is the order in which text is stored.</summary>
    public bool IsOrdinal { get; }

    /// <summary>The collation of that name, case aside; null where there is none.</summary>
    public static Collation? Find(string name)
    {
        ReadOnlySpan<Collation> all = [Ordinal, OrdinalIgnoreCase, Unicode, UnicodeIgnoreAccents];
        foreach (var collation in all)
            if (collation.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return collation;
        return null;
    }

    /// <summary>A value as an index over a field of this collation holds it: text by its key, anything else as it is.</summary>
    public NedbValue Fold(in NedbValue value) =>
        value.Kind == ValueKind.String ? NedbValue.FromString(Key(value.AsString())) : value;

    /// <summary>
    /// Text whose ordinal order is the order of this collation, and which is equal exactly where the texts are equal by it. Levels are
    /// separated by U+0000.
    /// </summary>
    public string Key(string text) => IsOrdinal ? text : string.Join('\0', _levels.Select(level => level(text)));

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        if (x is null || y is null)
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        foreach (var level in _levels)
            if (string.CompareOrdinal(level(x), level(y)) is not 0 and var order)
                return order;
        return 0;
    }

    /// <inheritdoc/>
    public bool Equals(string? x, string? y) => Compare(x, y) == 0;

    /// <inheritdoc/>
    public int GetHashCode(string obj) => string.GetHashCode(_levels[0](obj), StringComparison.Ordinal);
}
