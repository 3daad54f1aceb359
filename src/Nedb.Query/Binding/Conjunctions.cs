using Nedb.Storage.Values;

namespace Nedb.Query.Binding;

/// <summary>Predicates as lists of those that must all be true.</summary>
internal static class Conjunctions
{
    /// <summary>Adds the parts of a predicate that are joined by AND, leaving out what is always true.</summary>
    public static void Split(BoundExpression predicate, List<BoundExpression> parts)
    {
        if (predicate is BoundOperation { Kind: OperationKind.And } and)
        {
            foreach (var part in and.Arguments)
                Split(part, parts);
        }
        else if (predicate is not BoundConstant { Value: { Kind: ValueKind.Boolean } constant } || !constant.AsBoolean())
        {
            parts.Add(predicate);
        }
    }
}
