using Nedb.Query.Binding;
using Nedb.Query.Execution.Operators;

namespace Nedb.Query.Planning;

/// <summary>An order that a source may give by itself, which saves sorting.</summary>
internal sealed class OrderRequest(List<BoundOrdering> keys, bool isLimited)
{
    public List<BoundOrdering> Keys => keys;

    /// <summary>Whether only the first rows are wanted, so that walking an index beats reading and sorting everything.</summary>
    public bool IsLimited => isLimited;

    /// <summary>Set by the source that gives the order.</summary>
    public bool IsSatisfied { get; set; }

    /// <summary>Whether it is the natural order, which rows have anyway: then only the walk is asked for.</summary>
    public bool IsNatural { get; init; }

    /// <summary>Set where a cheaper order of joins was not taken, so that the first rows come soon.</summary>
    public bool HoldsBack { get; set; }

    /// <summary>Where a walk that gives the order finds its budget (<see cref="WalkBudget"/>); negative where it must not end
    /// early.</summary>
    public int BudgetState { get; init; } = -1;

    /// <summary>The walk that gives the order; set by its source where it can end early.</summary>
    public ScanPlan? Walk { get; set; }
}
