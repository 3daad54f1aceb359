using Nedb.Query.Diagnostics;

namespace Nedb.Query.Binding;

/// <summary>Predicates as lists of those of which one must be true.</summary>
internal static class Disjunctions
{
    /// <summary>The parts of a predicate that are joined by OR.</summary>
    public static List<BoundExpression> Split(BoundExpression predicate)
    {
        var parts = new List<BoundExpression>();
        Add(predicate, parts);
        return parts;
    }

    private static void Add(BoundExpression predicate, List<BoundExpression> parts)
    {
        StackGuard.Check();
        if (predicate is BoundOperation { Kind: OperationKind.Or } or)
            foreach (var part in or.Arguments)
                Add(part, parts);
        else
            parts.Add(predicate);
    }
}
