using Nedb.Query.Types;
using Nedb.Storage.Values;
using static Nedb.Query.Functions.ArgumentKinds;

namespace Nedb.Query.Functions;

/// <summary>
/// Functions that make text of text, as the methods of <see cref="string"/> do. Positions and lengths count UTF-16 code units from 0.
/// </summary>
internal static class TextFunctions
{
    // Longer results are refused before they are made: one function call must not take all the memory of the process.
    private const long MaxLength = 64 * 1024 * 1024;

    public static IEnumerable<ScalarFunction> All =>
    [
        new("length", 1, 1, [Text | Bytes | ArgumentKinds.Array | ArgumentKinds.Object], Returns.Int32, static (a, _) => Length(in a[0]))
        {
            Aliases = ["len", "char_length", "character_length", "array_length", "cardinality"],
        },
        new("upper", 1, 1, [Text], Returns.Text, static (a, _) =>
            NedbValue.FromString(a[0].AsString().ToUpperInvariant())) { Aliases = ["ucase", "to_upper"] },
        new("lower", 1, 1, [Text], Returns.Text, static (a, _) =>
            NedbValue.FromString(a[0].AsString().ToLowerInvariant())) { Aliases = ["lcase", "to_lower"] },
        new("trim", 1, 2, [Text], Returns.Text, static (a, _) =>
            NedbValue.FromString(a.Length == 1 ? a[0].AsString().Trim() : a[0].AsString().Trim(a[1].AsString().ToCharArray())))
        {
            Aliases = ["btrim"],
        },
        new("ltrim", 1, 2, [Text], Returns.Text, static (a, _) =>
            NedbValue.FromString(a.Length == 1 ? a[0].AsString().TrimStart() : a[0].AsString()
                .TrimStart(a[1].AsString().ToCharArray()))) { Aliases = ["trim_start"] },
        new("rtrim", 1, 2, [Text], Returns.Text, static (a, _) =>
            NedbValue.FromString(a.Length == 1 ? a[0].AsString().TrimEnd() : a[0].AsString()
                .TrimEnd(a[1].AsString().ToCharArray()))) { Aliases = ["trim_end"] },
        new("substring", 2, 3, [Text | Bytes, Integer], Returns.First, static (a, _) => Substring(a)) { Aliases = ["substr"] },
        new("left", 2, 2, [Text | Bytes, Integer], Returns.First, static (a, _) => Substring([a[0], NedbValue.FromInt64(0), a[1]])),
        new("right", 2, 2, [Text | Bytes, Integer], Returns.First, static (a, _) =>
            Substring([a[0], NedbValue.FromInt64(Math.Max(0, Length(in a[0]).AsInt64() - Math.Max(0, a[1].AsInt64())))])),
        new("replace", 3, 4, [Text, Text, Text, ArgumentKinds.Boolean], Returns.Text, static (a, _) =>
            NedbValue.FromString(a[1].AsString().Length == 0
                ? a[0].AsString()
                : a[0].AsString().Replace(a[1].AsString(), a[2].AsString(), ComparisonOf(a, 3)))),
        new("stuff", 4, 4, [Text, Integer, Integer, Text], Returns.Text, static (a, _) => Stuff(a)),
        new("pad_left", 2, 3, [Text, Integer, Text], Returns.Text, static (a, _) =>
            NedbValue.FromString(a[0].AsString().PadLeft(Bounded(a[1].AsInt64()), PadOf(a)))) { Aliases = ["lpad"] },
        new("pad_right", 2, 3, [Text, Integer, Text], Returns.Text, static (a, _) =>
            NedbValue.FromString(a[0].AsString().PadRight(Bounded(a[1].AsInt64()), PadOf(a)))) { Aliases = ["rpad"] },
        new("reverse", 1, 1, [Text | Bytes | ArgumentKinds.Array], Returns.First, static (a, _) => Reverse(in a[0])),
        new("repeat", 2, 2, [Text, Integer], Returns.Text, static (a, _) =>
            Repeat(a[0].AsString(), a[1].AsInt64())) { Aliases = ["replicate"] },
        new("char_at", 2, 2, [Text, Integer], Returns.Text, static (a, _) => CharAt(a[0].AsString(), a[1].AsInt64())),
        new("first_char", 1, 1, [Text], Returns.Text, static (a, _) => CharAt(a[0].AsString(), 0)),
        new("last_char", 1, 1, [Text], Returns.Text, static (a, _) => CharAt(a[0].AsString(), a[0].AsString().Length - 1)),
        new("char_code", 1, 1, [Text], Returns.Int32, static (a, _) =>
            a[0].AsString().Length == 0 ? default : NedbValue.FromInt64(a[0].AsString()[0]))
        {
            Aliases = ["unicode"],
        },
        new("char_from_code", 1, 1, [Integer], Returns.Text, static (a, _) =>
            NedbValue.FromString(((char)checked((ushort)a[0].AsInt64())).ToString()))
        {
            Aliases = ["nchar"],
        },
        new("concat", 0, ScalarFunction.Unbounded, [Any], Returns.Text, static (a, _) => Concat(a)) { TakesNull = true },
        new("concat_ws", 1, ScalarFunction.Unbounded, [Text, Any], Returns.Text, static (a, _) =>
            Join(in a[0], a[1..], isNullLeftOut: true)) { TakesNull = true },
        new("string_join", 2, ScalarFunction.Unbounded, [Text, Any], Returns.Text, static (a, _) =>
            a.Length == 2 && a[1].Kind == ValueKind.Array
                ? Join(in a[0], a[1].AsArray().Items, isNullLeftOut: false)
                : Join(in a[0], a[1..], isNullLeftOut: false)) { TakesNull = true, Aliases = ["array_to_string"] },
        new("split", 2, 2, [Text], Returns.Array, static (a, _) =>
            Split(a[0].AsString(), a[1].AsString())) { Aliases = ["string_to_array", "string_split"] },
    ];

    private static NedbValue Length(in NedbValue value) => NedbValue.FromInt64(value.Kind switch
    {
        ValueKind.String => value.AsString().Length,
        ValueKind.Bytes => value.AsBytes().Length,
        ValueKind.Array => value.AsArray().Count,
        _ => value.AsObject().Count,
    });

    // What lies beyond the end is left out instead of refused, as in every database: a shorter text has a shorter part.
    private static NedbValue Substring(ReadOnlySpan<NedbValue> a)
    {
        var length = Length(in a[0]).AsInt64();
        var start = a[1].AsInt64();
        if (start < 0)
            throw ValueErrors.Invalid($"substring starts at 0 or later; found {start}");
        start = Math.Min(start, length);
        var count = a.Length > 2 ? a[2].AsInt64() : length;
        if (count < 0)
            throw ValueErrors.Invalid($"substring takes a length of 0 or more; found {count}");
        count = Math.Min(count, length - start);
        return a[0].Kind == ValueKind.String
            ? NedbValue.FromString(a[0].AsString().Substring((int)start, (int)count))
            : NedbValue.FromBytes(a[0].AsBytes().AsSpan((int)start, (int)count).ToArray());
    }

    // Bounds as in substring: what would begin behind the end is put at the end.
    private static NedbValue Stuff(ReadOnlySpan<NedbValue> a)
    {
        var text = a[0].AsString();
        if (a[1].AsInt64() < 0)
            throw ValueErrors.Invalid($"stuff starts at 0 or later; found {a[1].AsInt64()}");
        if (a[2].AsInt64() < 0)
            throw ValueErrors.Invalid($"stuff takes a length of 0 or more; found {a[2].AsInt64()}");
        var start = (int)Math.Min(a[1].AsInt64(), text.Length);
        var count = (int)Math.Min(a[2].AsInt64(), text.Length - start);
        return NedbValue.FromString(string.Concat(text.AsSpan(0, start), a[3].AsString(), text.AsSpan(start + count)));
    }

    private static NedbValue Reverse(in NedbValue value)
    {
        switch (value.Kind)
        {
            case ValueKind.String:
                return NedbValue.FromString(string.Create(value.AsString().Length, value.AsString(), static (span, text) =>
                {
                    text.CopyTo(span);
                    span.Reverse();
                }));
            case ValueKind.Bytes:
                var bytes = value.AsBytes().ToArray();
                System.Array.Reverse(bytes);
                return NedbValue.FromBytes(bytes);
            default:
                var items = value.AsArray().Items.ToArray();
                System.Array.Reverse(items);
                return NedbValue.FromArray(new NedbArray(items));
        }
    }

    private static NedbValue CharAt(string text, long index) =>
        index >= 0 && index < text.Length ? NedbValue.FromString(text[(int)index].ToString()) : default;

    private static NedbValue Repeat(string text, long count)
    {
        if (count < 0 || text.Length * (decimal)count > MaxLength)
            throw ValueErrors.Invalid($"repeat makes text of 0 to {MaxLength} characters; found {count} times {text.Length}");
        return NedbValue.FromString(new System.Text.StringBuilder().Insert(0, text, (int)count).ToString());
    }

    private static int Bounded(long length) => length is >= 0 and <= MaxLength
        ? (int)length
        : throw ValueErrors.Invalid($"text has 0 to {MaxLength} characters; found {length}");

    private static char PadOf(ReadOnlySpan<NedbValue> a)
    {
        if (a.Length < 3)
            return ' ';
        var pad = a[2].AsString();
        return pad.Length == 1 ? pad[0]
            : throw ValueErrors.Invalid($"text is padded with one character; found {ValueErrors.Show(in a[2])}");
    }

    /// <summary>Ordinal, or without case where a last argument says true.</summary>
    internal static StringComparison ComparisonOf(ReadOnlySpan<NedbValue> a, int ignoreCase) =>
        a.Length > ignoreCase && a[ignoreCase].AsBoolean() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private static NedbValue Concat(ReadOnlySpan<NedbValue> a)
    {
        var text = new System.Text.StringBuilder();
        foreach (ref readonly var item in a)
            text.Append(Casts.ToText(in item));
        return NedbValue.FromString(text.ToString());
    }

    private static NedbValue Join(in NedbValue separator, ReadOnlySpan<NedbValue> items, bool isNullLeftOut)
    {
        var text = new System.Text.StringBuilder();
        var isFirst = true;
        foreach (ref readonly var item in items)
        {
            if (isNullLeftOut && item.IsNull)
                continue;
            if (!isFirst)
                text.Append(Casts.ToText(in separator));
            isFirst = false;
            text.Append(Casts.ToText(in item));
        }

        return NedbValue.FromString(text.ToString());
    }

    private static NedbValue Split(string text, string separator) => NedbValue.FromArray(new NedbArray(
        separator.Length == 0
            ? [NedbValue.FromString(text)]
            : text.Split(separator, StringSplitOptions.None).Select(NedbValue.FromString).ToArray()));
}
