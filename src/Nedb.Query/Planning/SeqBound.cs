using Nedb.Query.Binding;
using Nedb.Query.Execution;

namespace Nedb.Query.Planning;

/// <summary>A condition that the seqs of versions exceed something, so that older ones need not be read.</summary>
/// <param name="Value">What they exceed.</param>
/// <param name="IsInclusive">Whether they may also be equal to it.</param>
internal sealed record SeqBound(BoundExpression Value, bool IsInclusive)
{
    /// <summary>The first such condition about the versions of a history; null where there is none.</summary>
    public static SeqBound? Find(BoundCollectionSource source, List<BoundExpression> predicates)
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
            if (IsSeq(left) && comparison is (Comparison.Greater or Comparison.GreaterOrEqual)
                && !reads.Contains(source.Slot) && !reads.Contains(source.HistorySlot) && !BoundTree.MustKeep(right))
                return new(right, comparison == Comparison.GreaterOrEqual);
        }

        return null;

        bool IsSeq(BoundExpression expression) =>
            expression is BoundMetadata { Field: MetadataField.Seq } seq && seq.Slot == source.Slot;
    }
}
