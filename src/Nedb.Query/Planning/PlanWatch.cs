namespace Nedb.Query.Planning;

/// <summary>
/// Notes that a plan of which little was expected met much more. What it was chosen by is looked up before each run then, which would cost
/// those too much that only look for a few documents, always.
/// </summary>
internal sealed class PlanWatch
{
    private volatile bool _isSurprised;

    /// <summary>Whether a step met many more rows than it was expected to.</summary>
    public bool IsSurprised
    {
        get => _isSurprised;
        set => _isSurprised = value;
    }
}
