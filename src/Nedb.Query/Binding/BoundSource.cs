namespace Nedb.Query.Binding;

/// <summary>Where rows come from.</summary>
internal abstract class BoundSource
{
    public abstract void MapExpressions(Func<BoundExpression, BoundExpression> map);

    /// <summary>Adds the slots that the source sets, those of inner queries included.</summary>
    public abstract void AddSlots(HashSet<int> slots);
}
