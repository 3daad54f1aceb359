using Nedb.Storage.Values;
using static Nedb.Query.Functions.ArgumentKinds;

namespace Nedb.Query.Functions;

/// <summary>
/// Functions that choose among their arguments. As values they get all arguments computed; the binder makes coalesce and iif into
/// expressions that compute no more than they need.
/// </summary>
internal static class ChoiceFunctions
{
    public static IEnumerable<ScalarFunction> All =>
    [
        new("coalesce", 1, ScalarFunction.Unbounded, [Any], Returns.Common, static (a, _) =>
            Coalesce(a)) { TakesNull = true, Aliases = ["ifnull", "isnull"] },
        new("nullif", 2, 2, [Any], Returns.First, static (a, _) =>
            ValueComparer.Equals(in a[0], in a[1]) ? default : a[0]) { TakesNull = true },
        new("iif", 3, 3, [ArgumentKinds.Boolean, Any], static types => Returns.Common(types[1..]), static (a, _) =>
            a[0].Kind == ValueKind.Boolean && a[0].AsBoolean() ? a[1] : a[2]) { TakesNull = true, Aliases = ["if"] },
        new("greatest", 1, ScalarFunction.Unbounded, [Any], Returns.Common, static (a, _) => Extreme(a, 1)) { TakesNull = true },
        new("least", 1, ScalarFunction.Unbounded, [Any], Returns.Common, static (a, _) => Extreme(a, -1)) { TakesNull = true },
    ];

    private static NedbValue Coalesce(ReadOnlySpan<NedbValue> a)
    {
        foreach (ref readonly var item in a)
            if (!item.IsNull)
                return item;
        return default;
    }

    // Nulls take no part, as in an aggregate.
    private static NedbValue Extreme(ReadOnlySpan<NedbValue> a, int direction)
    {
        NedbValue best = default;
        foreach (ref readonly var item in a)
            if (!item.IsNull && (best.IsNull || Math.Sign(ValueComparer.Compare(in item, in best)) == direction))
                best = item;
        return best;
    }
}
