namespace Nedb.Query.Binding;

/// <summary>TRACE: the rows are replaced by their causes or effects.</summary>
internal sealed class BoundTrace(int sourceSlot, int slot, bool isReverse, BoundExpression? depth)
{
    public int SourceSlot => sourceSlot;

    public int Slot => slot;

    public bool IsReverse => isReverse;

    public BoundExpression? Depth { get; private set; } = depth;

    public void MapExpressions(Func<BoundExpression, BoundExpression> map) => Depth = Depth is null ? null : map(Depth);
}
