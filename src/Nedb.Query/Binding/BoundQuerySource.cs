namespace Nedb.Query.Binding;

/// <summary>A derived table.</summary>
internal sealed class BoundQuerySource(BoundQuery query) : BoundSource
{
    public BoundQuery Query => query;

    public override bool GivesDocumentsOnce => query.GivesDocumentsOnce;

    public override void MapExpressions(Func<BoundExpression, BoundExpression> map) => query.MapExpressions(map);

    public override void AddSlots(HashSet<int> slots) => query.AddSlots(slots);
}
