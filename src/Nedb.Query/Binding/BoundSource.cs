namespace Nedb.Query.Binding;

/// <summary>Where rows come from.</summary>
internal abstract class BoundSource
{
    /// <summary>Whether no document of a collection can be in more than one row.</summary>
    public virtual bool GivesDocumentsOnce => false;

    public abstract void MapExpressions(Func<BoundExpression, BoundExpression> map);

    /// <summary>Adds the slots that the source sets, those of inner queries included.</summary>
    public abstract void AddSlots(HashSet<int> slots);
}
