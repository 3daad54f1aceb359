using Nedb.Query.Syntax.Nodes.Queries;

namespace Nedb.Query.Binding;

/// <summary>Two queries combined row by row; both compute their columns into the one row slot.</summary>
internal sealed class BoundSetOperation(SetOperator operation, bool isAll, BoundQuery left, BoundQuery right) : BoundQuery
{
    public SetOperator Operator => operation;

    public bool IsAll => isAll;

    public BoundQuery Left => left;

    public BoundQuery Right => right;

    public override void MapExpressions(Func<BoundExpression, BoundExpression> map)
    {
        base.MapExpressions(map);
        left.MapExpressions(map);
        right.MapExpressions(map);
    }

    public override void AddSlots(HashSet<int> slots)
    {
        if (RowSlot >= 0)
            slots.Add(RowSlot);
        left.AddSlots(slots);
        right.AddSlots(slots);
    }
}
