using Nedb.Query.Syntax.Nodes.Queries;

namespace Nedb.Query.Binding;

/// <summary>Two sources joined. The right one may read the slots of the left one where it is lateral.</summary>
internal sealed class BoundJoinSource(JoinKind kind, BoundSource left, BoundSource right, List<BoundExpression> on) : BoundSource
{
    public JoinKind Kind => kind;

    public BoundSource Left => left;

    public BoundSource Right => right;

    /// <summary>What must all be true of a pair.</summary>
    public List<BoundExpression> On => on;

    public override void MapExpressions(Func<BoundExpression, BoundExpression> map)
    {
        left.MapExpressions(map);
        right.MapExpressions(map);
        for (var i = 0; i < on.Count; i++)
            on[i] = map(on[i]);
    }

    public override void AddSlots(HashSet<int> slots)
    {
        left.AddSlots(slots);
        right.AddSlots(slots);
    }
}
