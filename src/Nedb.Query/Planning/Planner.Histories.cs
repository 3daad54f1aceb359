using Nedb.Query.Binding;
using Nedb.Query.Execution;
using Nedb.Query.Execution.Operators;

namespace Nedb.Query.Planning;

/// <content>The newest and the oldest versions of a collection.</content>
internal sealed partial class Planner
{
    /// <summary>The first versions of a history in the order of their seqs, found from an end on; null where something else is asked
    /// for, or where few versions are read anyway.</summary>
    /// <param name="select">The query.</param>
    /// <param name="where">Its conditions.</param>
    /// <param name="sorted">Sorts its rows.</param>
    private SeqOrderPlan? TryPlanSeqOrder(BoundSelect select, List<BoundExpression> where, SortPlan sorted)
    {
        if (select is not { From: BoundCollectionSource { IsHistory: true } source, IsGrouped: false, Windows.Count: 0 }
            || select is not { Limit: not null, Trace: null, Traverse: null }
            // No two versions have the same seq, so further keys order nothing.
            || select.OrderBy[0] is not { Expression: BoundMetadata { Field: MetadataField.Seq } seq } order || seq.Slot != source.Slot
            || where.Exists(BoundTree.MustKeep) || FindVersionKey(source, where) is not null || ChoosePath(source, where).IsSeek)
            return null;
        List<BoundExpression> conditions = [.. source.Filters, .. where];
        _evaluations = RowsOfPage;
        var detail = $"HISTORY({source.Collection.Name}) from the {(order.IsDescending ? "newest" : "oldest")} on"
            + $"{(conditions.Count > 0 ? ": " : string.Empty)}{string.Join(" AND ", conditions.Select(ExpressionText.Of))}";
        return new(
            source, ViewOf(source), conditions.Count == 0 ? null : CompileAll(conditions), order.IsDescending, sorted, detail)
        {
            After = SeqBound.Find(source, where) is { } after ? Compile(after.Value) : null,
            Before = SeqBound.Find(source, where, isUpper: true) is { } before ? Compile(before.Value) : null,
            EstimatedRows = sorted.EstimatedRows,
        };
    }
}
