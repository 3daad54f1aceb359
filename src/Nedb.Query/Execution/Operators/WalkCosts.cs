namespace Nedb.Query.Execution.Operators;

/// <summary>
/// What a walk over a collection in a wanted order costs, and another way to the same rows, which finds them all and sorts them; in rows
/// that are read one behind the other.
/// </summary>
/// <param name="WalkedRow">Of the walk, for each row.</param>
/// <param name="Once">Of the other way, however many rows fulfil the conditions.</param>
/// <param name="Match">Of the other way, for each row that does.</param>
internal readonly record struct WalkCosts(double WalkedRow, double Once, double Match)
{
    /// <summary>What a document costs that is looked up by its key, or behind an entry of an index.</summary>
    public const double Lookup = 12;

    // A walk that finds what it looks for comes seldom further, in rows.
    private const int FewRows = 1000;

    /// <summary>The costs of a walk, and of another way.</summary>
    /// <param name="ordered">Begins with a walk over rows in order.</param>
    /// <param name="walk">The step that it begins with.</param>
    /// <param name="other">Gives the same rows in another order.</param>
    public static WalkCosts Of(Plan ordered, ScanPlan walk, Plan other)
    {
        var (once, match) = CostOf(other);
        return new(CostOfWalked(ordered, walk.EstimatedRows), once, match);
    }

    /// <summary>What each row costs that a walk begins with, together with what is looked for on its account.</summary>
    /// <param name="plan">Begins with the walk.</param>
    /// <param name="walked">Over how many rows it goes.</param>
    private static double CostOfWalked(Plan plan, double walked)
    {
        switch (plan)
        {
            case ScanPlan scan:
                return scan.ReadsInPlace ? 1 : Lookup;
            case NestedLoopPlan { Inputs: [var first, var second] }:
                return CostOfWalked(first, walked) + (first.EstimatedRows / walked * CostOfStart(second));
            default:
                return CostOfWalked(plan.Inputs[0], walked);
        }
    }

    /// <summary>What it costs to find partners for one row.</summary>
    private static double CostOfStart(Plan plan) => plan switch
    {
        ScanPlan { IsSingle: true } => Lookup,
        ScanPlan scan => Lookup * (1 + scan.EstimatedRows),
        // A table that is soon made costs nothing in the end.
        HashLookupPlan { Seek: { } seek, SeeksAtRisk: > FewRows } => CostOfStart(seek),
        HashLookupPlan or BufferPlan => 1,
        _ => plan.Inputs.Sum(CostOfStart),
    };

    /// <summary>What a step costs, and what it costs besides for each row that fulfils all conditions.</summary>
    private static (double Once, double Match) CostOf(Plan plan)
    {
        switch (plan)
        {
            case ScanPlan scan:
                return (scan.EstimatedRows * (scan.ReadsInPlace ? 1 : Lookup), 0);
            case FewValuesPlan:
                return (0, Lookup);
            case HashLookupPlan lookup:
                return (CostOf(lookup.Inputs[0]).Once, 0);
            case NestedLoopPlan { Inputs: [var first, var second] }:
                var (once, match) = CostOf(first);
                if (second is BufferPlan or HashLookupPlan { Seek: null } || (second is HashLookupPlan && !IsChosen(first)))
                    return (once + CostOf(second).Once, match);
                // What is sought for rows that a condition has chosen is about what is found in the end.
                return IsChosen(first) ? (once, match + Lookup) : (once + (first.EstimatedRows * CostOf(second).Once), match);
            default:
                return plan.Inputs.Select(CostOf).Aggregate(
                    (Once: 0.0, Match: 0.0), static (sum, input) => (sum.Once + input.Once, sum.Match + input.Match));
        }
    }

    /// <summary>Whether of the rows that a step begins with only some are read or left.</summary>
    private static bool IsChosen(Plan plan) => plan switch
    {
        ScanPlan scan => !scan.ReadsInPlace,
        FilterPlan => true,
        _ => plan.Inputs.Count > 0 && IsChosen(plan.Inputs[0]),
    };
}
