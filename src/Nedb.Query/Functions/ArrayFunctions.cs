using Nedb.Storage.Values;
using static Nedb.Query.Functions.ArgumentKinds;

namespace Nedb.Query.Functions;

/// <summary>
/// Functions of arrays; positions count from 0, and there is null where an array has no item. Length, contains and index_of take arrays
/// too.
/// </summary>
internal static class ArrayFunctions
{
    public static IEnumerable<ScalarFunction> All =>
    [
        new("array", 0, ScalarFunction.Unbounded, [Any], Returns.Array, static (a, _) => Of(a)) { TakesNull = true },
        new("element_at", 2, 2, [ArgumentKinds.Array, Integer], Returns.Any, static (a, _) => ElementAt(a[0].AsArray(), a[1].AsInt64())),
        new("array_first", 1, 1, [ArgumentKinds.Array], Returns.Any, static (a, _) => ElementAt(a[0].AsArray(), 0)),
        new("array_last", 1, 1, [ArgumentKinds.Array], Returns.Any, static (a, _) => ElementAt(a[0].AsArray(), a[0].AsArray().Count - 1)),
        new("array_contains", 2, 2, [ArgumentKinds.Array, Any], Returns.Boolean, static (a, _) =>
            a[0].IsNull ? default : NedbValue.FromBoolean(IndexOf(a[0].AsArray().Items, in a[1]) >= 0)) { TakesNull = true },
        new("array_index_of", 2, 2, [ArgumentKinds.Array, Any], Returns.Int32, static (a, _) =>
            a[0].IsNull ? default : NedbValue.FromInt64(IndexOf(a[0].AsArray().Items, in a[1]))) { TakesNull = true },
        new("slice", 2, 3, [ArgumentKinds.Array, Integer], Returns.Array, static (a, _) => Slice(a)) { Aliases = ["array_slice"] },
        new("append", 2, ScalarFunction.Unbounded, [ArgumentKinds.Array, Any], Returns.Array, static (a, _) =>
            a[0].IsNull ? default : Of([.. a[0].AsArray().Items, .. a[1..]])) { TakesNull = true, Aliases = ["array_append"] },
        new("prepend", 2, 2, [Any, ArgumentKinds.Array], Returns.Array, static (a, _) =>
            a[1].IsNull ? default : Of([a[0], .. a[1].AsArray().Items])) { TakesNull = true, Aliases = ["array_prepend"] },
        new("array_concat", 1, ScalarFunction.Unbounded, [ArgumentKinds.Array], Returns.Array, static (a, _) =>
            Concat(a)) { Aliases = ["array_cat"] },
        new("array_distinct", 1, 1, [ArgumentKinds.Array], Returns.Array, static (a, _) => Of(a[0].AsArray().Distinct().ToArray())),
        new("array_sort", 1, 1, [ArgumentKinds.Array], Returns.Array, static (a, _) => Sort(a[0].AsArray())),
    ];

    /// <summary>Where a value is found first; -1 where it is not. Null finds null.</summary>
    internal static int IndexOf(ReadOnlySpan<NedbValue> items, in NedbValue value)
    {
        for (var i = 0; i < items.Length; i++)
            if (ValueComparer.Equals(in items[i], in value))
                return i;
        return -1;
    }

    private static NedbValue Of(ReadOnlySpan<NedbValue> items) => NedbValue.FromArray(new NedbArray(items));

    private static NedbValue ElementAt(NedbArray array, long index) => index >= 0 && index < array.Count ? array[(int)index] : default;

    private static NedbValue Slice(ReadOnlySpan<NedbValue> a)
    {
        var items = a[0].AsArray().Items;
        var start = Math.Clamp(a[1].AsInt64(), 0, items.Length);
        var count = a.Length > 2 ? Math.Clamp(a[2].AsInt64(), 0, items.Length - start) : items.Length - start;
        return Of(items.Slice((int)start, (int)count));
    }

    private static NedbValue Concat(ReadOnlySpan<NedbValue> arrays)
    {
        var items = new List<NedbValue>();
        foreach (ref readonly var array in arrays)
            items.AddRange(array.AsArray().Items);
        return NedbValue.FromArray(new NedbArray([.. items]));
    }

    private static NedbValue Sort(NedbArray array)
    {
        var items = array.Items.ToArray();
        System.Array.Sort(items, static (left, right) => ValueComparer.Compare(in left, in right));
        return Of(items);
    }
}
