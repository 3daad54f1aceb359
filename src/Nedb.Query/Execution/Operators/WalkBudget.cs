namespace Nedb.Query.Execution.Operators;

/// <summary>
/// What a walk over the rows of a collection in a wanted order may cost before another way to the first of them must be cheaper. How many
/// rows fulfil the conditions is not known beforehand; the walk itself tells, as far as it has come. So what it has cost is compared with
/// what the other way would cost for rows that are found as often, and never exceeds it by much.
/// </summary>
/// <param name="costs">What both ways cost.</param>
/// <param name="count">How many rows there are to walk over.</param>
internal sealed class WalkBudget(WalkCosts costs, long count)
{
    private long _read;

    /// <summary>How many rows were found that fulfil the conditions.</summary>
    public long Found { get; set; }

    /// <summary>Whether the walk was ended by it, so that rows may be missing.</summary>
    public bool IsSpent { get; private set; }

    /// <summary>Whether the walk may go on.</summary>
    public bool TryGoOn()
    {
        // One more than were found: the next row may be the one.
        var matches = _read == 0 ? count : Math.Min(count, count * (Found + 1.0) / _read);
        IsSpent = _read * costs.WalkedRow > costs.Once + (costs.Match * matches);
        return !IsSpent;
    }

    public void Note(int rows) => _read += rows;
}
