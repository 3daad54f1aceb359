using Nedb.Query.Types;
using Nedb.Storage.Values;
using static Nedb.Query.Functions.ArgumentKinds;

namespace Nedb.Query.Functions;

/// <summary>
/// Functions that look into text and compare it, ordinally unless a last argument of true says that case makes no difference.
/// </summary>
internal static class TextSearchFunctions
{
    public static IEnumerable<ScalarFunction> All =>
    [
        new("starts_with", 2, 3, [Text, Text, ArgumentKinds.Boolean], Returns.Boolean, static (a, _) =>
            NedbValue.FromBoolean(a[0].AsString().StartsWith(a[1].AsString(), TextFunctions.ComparisonOf(a, 2)))),
        new("ends_with", 2, 3, [Text, Text, ArgumentKinds.Boolean], Returns.Boolean, static (a, _) =>
            NedbValue.FromBoolean(a[0].AsString().EndsWith(a[1].AsString(), TextFunctions.ComparisonOf(a, 2)))),
        new("contains", 2, 3, [Text | Bytes | ArgumentKinds.Array, Any, ArgumentKinds.Boolean], Returns.Boolean, static (a, _) =>
            Contains(a)) { TakesNull = true },
        new("index_of", 2, 4, [Text | Bytes | ArgumentKinds.Array, Any, Integer, ArgumentKinds.Boolean], Returns.Int32, static (a, _) =>
            IndexOf(a)),
        new("last_index_of", 2, 3, [Text, Text, ArgumentKinds.Boolean], Returns.Int32, static (a, _) =>
            NedbValue.FromInt64(a[0].AsString().LastIndexOf(a[1].AsString(), TextFunctions.ComparisonOf(a, 2)))),
        // SQL's spellings count from 1 and give 0 for nothing.
        new("instr", 2, 2, [Text, Text], Returns.Int32, static (a, _) =>
            NedbValue.FromInt64(a[0].AsString().IndexOf(a[1].AsString(), StringComparison.Ordinal) + 1)),
        new("charindex", 2, 2, [Text, Text], Returns.Int32, static (a, _) =>
            NedbValue.FromInt64(a[1].AsString().IndexOf(a[0].AsString(), StringComparison.Ordinal) + 1)),
        new("compare", 2, 3, [Text, Text, ArgumentKinds.Boolean], Returns.Int32, static (a, _) => Compare(a)) { TakesNull = true },
        new("equals", 2, 3, [Text, Text, ArgumentKinds.Boolean], Returns.Boolean, static (a, _) =>
            NedbValue.FromBoolean(string.Equals(TextOf(in a[0]), TextOf(in a[1]), TextFunctions.ComparisonOf(a, 2)))) { TakesNull = true },
        new("equals_ignore_case", 2, 2, [Text], Returns.Boolean, static (a, _) =>
            NedbValue.FromBoolean(string.Equals(TextOf(in a[0]), TextOf(in a[1]), StringComparison.OrdinalIgnoreCase)))
        {
            TakesNull = true,
        },
        new("is_null_or_empty", 1, 1, [Text], Returns.Boolean, static (a, _) =>
            NedbValue.FromBoolean(string.IsNullOrEmpty(TextOf(in a[0])))) { TakesNull = true },
        new("is_null_or_white_space", 1, 1, [Text], Returns.Boolean, static (a, _) =>
            NedbValue.FromBoolean(string.IsNullOrWhiteSpace(TextOf(in a[0])))) { TakesNull = true },
    ];

    private static string? TextOf(in NedbValue value) => value.IsNull ? null : value.AsString();

    private static NedbValue Compare(ReadOnlySpan<NedbValue> a) =>
        NedbValue.FromInt64(Math.Sign(string.Compare(TextOf(in a[0]), TextOf(in a[1]), TextFunctions.ComparisonOf(a, 2))));

    // An array may contain null; text and bytes may not.
    private static NedbValue Contains(ReadOnlySpan<NedbValue> a)
    {
        switch (a[0].Kind)
        {
            case ValueKind.Null:
                return default;
            case ValueKind.Array:
                return NedbValue.FromBoolean(ArrayFunctions.IndexOf(a[0].AsArray().Items, in a[1]) >= 0);
            case var _ when a[1].IsNull:
                return default;
            case ValueKind.Bytes:
                return NedbValue.FromBoolean(BytesFunctions.IndexOf(a[0].AsBytes(), in a[1]) >= 0);
            default:
                return NedbValue.FromBoolean(a[0].AsString().Contains(Needle(in a[1]), TextFunctions.ComparisonOf(a, 2)));
        }
    }

    private static NedbValue IndexOf(ReadOnlySpan<NedbValue> a)
    {
        var start = a.Length > 2 ? a[2].AsInt64() : 0;
        if (start < 0)
            throw ValueErrors.Invalid($"index_of starts at 0 or later; found {start}");
        switch (a[0].Kind)
        {
            case ValueKind.Array:
                return NedbValue.FromInt64(Shifted(start, a[0].AsArray().Count,
                    ArrayFunctions.IndexOf(a[0].AsArray().Items[Clamp(start, a[0].AsArray().Count)..], in a[1])));
            case ValueKind.Bytes:
                return NedbValue.FromInt64(Shifted(start, a[0].AsBytes().Length,
                    BytesFunctions.IndexOf(a[0].AsBytes().AsSpan(Clamp(start, a[0].AsBytes().Length)), in a[1])));
            default:
                var text = a[0].AsString();
                return NedbValue.FromInt64(start > text.Length ? -1
                    : text.IndexOf(Needle(in a[1]), (int)start, TextFunctions.ComparisonOf(a, 3)));
        }
    }

    private static int Clamp(long start, int length) => (int)Math.Min(start, length);

    private static long Shifted(long start, int length, int found) => found < 0 || start > length ? -1 : found + start;

    private static string Needle(in NedbValue value) => value.Kind == ValueKind.String
        ? value.AsString()
        : throw ValueErrors.Mismatch($"only text can be found in text; found {ValueErrors.Show(in value)}");
}
