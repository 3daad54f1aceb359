using Nedb.Query.Execution.Evaluators;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Operators;

/// <summary>What a history tells of a version beside itself: the seq and the time of the next one of its key.</summary>
internal static class Replacement
{
    /// <summary>Of a version that has no next one, or of which nobody asks.</summary>
    public static NedbValue[] None { get; } = [default, default];

    /// <summary>By a version that is known to be the next one.</summary>
    public static NedbValue[] By(Document next) => [NedbValue.FromInt64(next.Seq), MetadataEvaluator.CommittedAt(next)];

    /// <summary>By the next one, as far as a state has come.</summary>
    /// <param name="view">The state.</param>
    /// <param name="collectionId">The collection.</param>
    /// <param name="version">The version.</param>
    public static NedbValue[] Find(ReadView view, int collectionId, Document version)
    {
        using var cursor = view.ScanHistory(collectionId, new(version.Key, KeyRange.Successor(version.Key.Span)));
        while (cursor.MoveNext() && cursor.Current.Key.Span.SequenceEqual(version.Key.Span))
            if (cursor.Current.Seq > version.Seq)
                return By(cursor.Current);
        return None;
    }
}
