using Nedb.Query.Binding;
using Nedb.Query.Execution;

namespace Nedb.Query.Planning;

/// <summary>An equality between something of a source and something of the slots outside of it.</summary>
/// <param name="Inner">The side of the source.</param>
/// <param name="Outer">The side of the outer slots.</param>
/// <param name="NullsMatch">Whether null equals null.</param>
/// <param name="Predicate">The equality.</param>
internal sealed record EquiKey(BoundExpression Inner, BoundExpression Outer, bool NullsMatch, BoundExpression Predicate)
{
    public static List<EquiKey> Extract(List<BoundExpression> predicates, HashSet<int> own)
    {
        var keys = new List<EquiKey>();
        foreach (var predicate in predicates)
        {
            if (predicate is not BoundOperation { Kind: OperationKind.Compare or OperationKind.JoinEquals } operation)
                continue;
            if (operation.Kind == OperationKind.Compare && operation.Detail is not Comparison.Equal)
                continue;
            var left = BoundTree.FreeSlots(operation.Arguments[0]);
            var right = BoundTree.FreeSlots(operation.Arguments[1]);
            var nullsMatch = operation.Kind == OperationKind.Compare;
            if (left.Count > 0 && left.IsSubsetOf(own) && !right.Overlaps(own))
                keys.Add(new(operation.Arguments[0], operation.Arguments[1], nullsMatch, predicate));
            else if (right.Count > 0 && right.IsSubsetOf(own) && !left.Overlaps(own))
                keys.Add(new(operation.Arguments[1], operation.Arguments[0], nullsMatch, predicate));
        }

        return keys;
    }
}
