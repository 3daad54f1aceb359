using Nedb.Storage.Values;

namespace Nedb.Query.Execution;

/// <summary>
/// C#'s comparisons: null equals null and nothing else; with a null on either side, or with values of different types, nothing is less or
/// greater.
/// </summary>
internal static class Comparisons
{
    public static bool Holds(Comparison comparison, in NedbValue left, in NedbValue right)
    {
        if (comparison == Comparison.Equal)
            return ValueComparer.Equals(in left, in right);
        if (comparison == Comparison.NotEqual)
            return !ValueComparer.Equals(in left, in right);
        return AreOrdered(in left, in right) && HoldsFor(comparison, ValueComparer.Compare(in left, in right));
    }

    public static bool HoldsFor(Comparison comparison, int order) => comparison switch
    {
        Comparison.Equal => order == 0,
        Comparison.NotEqual => order != 0,
        Comparison.Less => order < 0,
        Comparison.LessOrEqual => order <= 0,
        Comparison.Greater => order > 0,
        _ => order >= 0,
    };

    /// <summary>The comparison that holds for exchanged sides.</summary>
    public static Comparison Mirror(Comparison comparison) => comparison switch
    {
        Comparison.Less => Comparison.Greater,
        Comparison.LessOrEqual => Comparison.GreaterOrEqual,
        Comparison.Greater => Comparison.Less,
        Comparison.GreaterOrEqual => Comparison.LessOrEqual,
        _ => comparison,
    };

    /// <summary>As it is written in NQL.</summary>
    public static string Sign(Comparison comparison) => comparison switch
    {
        Comparison.Equal => "=",
        Comparison.NotEqual => "!=",
        Comparison.Less => "<",
        Comparison.LessOrEqual => "<=",
        Comparison.Greater => ">",
        _ => ">=",
    };

    private static bool AreOrdered(in NedbValue left, in NedbValue right) =>
        !left.IsNull && !right.IsNull && (left.Kind == right.Kind || (left.IsNumber && right.IsNumber));
}
