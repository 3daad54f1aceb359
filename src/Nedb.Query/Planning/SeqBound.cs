using Nedb.Query.Binding;
using Nedb.Query.Execution;

namespace Nedb.Query.Planning;

/// <summary>A condition that the seqs of versions exceed something, or are exceeded by it: other versions need not be read.</summary>
/// <param name="Value">What they exceed, or what exceeds them.</param>
/// <param name="IsInclusive">Whether they may also be equal to it.</param>
internal sealed record SeqBound(BoundExpression Value, bool IsInclusive)
{
    /// <summary>The first such condition about the versions of a history; null where there is none.</summary>
    /// <param name="source">The history.</param>
    /// <param name="predicates">The conditions.</param>
    /// <param name="isUpper">Whether what exceeds them is looked for.</param>
    public static SeqBound? Find(BoundCollectionSource source, List<BoundExpression> predicates, bool isUpper = false)
    {
        if (!source.IsHistory)
            return null;
        foreach (var predicate in predicates)
        {
            if (predicate is not BoundOperation { Kind: OperationKind.Compare, Arguments: [var left, var right] } operation)
                continue;
            var comparison = (Comparison)operation.Detail!;
            if (IsSeq(right))
                (left, right, comparison) = (right, left, Comparisons.Mirror(comparison));
            var reads = BoundTree.FreeSlots(right);
            if (isUpper)
                comparison = Comparisons.Mirror(comparison);
            if (IsSeq(left) && comparison is (Comparison.Greater or Comparison.GreaterOrEqual)
                && !reads.Contains(source.Slot) && !reads.Contains(source.HistorySlot) && !BoundTree.MustKeep(right))
                return new(right, comparison == Comparison.GreaterOrEqual);
        }

        return null;

        bool IsSeq(BoundExpression expression) =>
            expression is BoundMetadata { Field: MetadataField.Seq } seq && seq.Slot == source.Slot;
    }
}
