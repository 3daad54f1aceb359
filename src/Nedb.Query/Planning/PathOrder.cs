using Nedb.Query.Binding;
using Nedb.Storage.Views;

namespace Nedb.Query.Planning;

/// <summary>Whether a way to the documents of a collection gives them in the order that is wanted, and which other way would.</summary>
internal static class PathOrder
{
    /// <param name="source">The collection.</param>
    /// <param name="predicates">The predicates about it.</param>
    /// <param name="order">The order wanted.</param>
    /// <param name="path">The way chosen so far; changed where it is walked backwards, or where walking an index saves reading
    /// everything.</param>
    /// <param name="runs">
    /// The keys within whose equal values documents must still be put in key order, because the entries of the index do not come so.
    /// </param>
    /// <param name="view">Tells the sizes of collections.</param>
    /// <returns>Whether the order is met.</returns>
    public static bool TryMatch(
        BoundCollectionSource source, List<BoundExpression> predicates, OrderRequest order, ref PathChoice path,
            List<BoundExpression> runs, ReadView view)
    {
        var bound = PathTerms.Extract(
            source, predicates).Where(static term => term.IsEquality).Select(static term => term.FieldId).ToHashSet();
        var wanted = new List<(int Field, bool IsDescending)>();
        foreach (var key in order.Keys)
        {
            if (PathTerms.FieldOf(source, key.Expression) is not { } field)
                return false;
            // What is the same for all documents orders nothing.
            if (!bound.Contains(field) && !wanted.Exists(item => item.Field == field))
                wanted.Add((field, key.IsDescending));
        }

        if (path.Index is null)
            return MatchKey(source, wanted, path)
                || (order.IsLimited && !path.IsSeek && TryOtherIndex(source, wanted, ref path, runs, order, view, predicates));
        if (path.List is not null || !Match(path, wanted, bound, out var isReverse, out var coversAll))
            return false;
        path.IsReverse = isReverse;
        if (isReverse || !coversAll)
            runs.AddRange(order.Keys.Select(static key => key.Expression));
        return true;
    }

    private static bool MatchKey(BoundCollectionSource source, List<(int Field, bool IsDescending)> wanted, PathChoice path)
    {
        var key = PathTerms.KeyFields(source.Collection).Skip(path.Equalities.Count).Select(static field => field.FieldId).ToList();
        var isWhole = wanted.Count >= key.Count;
        var length = Math.Min(wanted.Count, key.Count);
        for (var i = 0; i < length; i++)
            if (wanted[i].Field != key[i])
                return false;
        // Behind the whole key nothing is left to order.
        var matched = wanted.Take(length).ToList();
        if (matched.TrueForAll(static item => !item.IsDescending))
            return true;
        if (!isWhole || !matched.TrueForAll(static item => item.IsDescending))
            return false;
        path.IsReverse = true;
        return true;
    }

    private static bool Match(
        PathChoice path, List<(int Field, bool IsDescending)> wanted, HashSet<int> bound, out bool isReverse, out bool coversAll)
    {
        isReverse = false;
        var fields = path.Fields.Skip(path.Equalities.Count).Where(field => !bound.Contains(field.FieldId)).ToList();
        coversAll = wanted.Count >= fields.Count;
        if (wanted.Count > fields.Count)
            return false;
        for (var i = 0; i < wanted.Count; i++)
        {
            if (wanted[i].Field != fields[i].FieldId)
                return false;
            var isOpposite = wanted[i].IsDescending != fields[i].IsDescending;
            if (i == 0)
                isReverse = isOpposite;
            else if (isOpposite != isReverse)
                return false;
        }

        return true;
    }

    private static bool TryOtherIndex(
        BoundCollectionSource source,
        List<(int Field, bool IsDescending)> wanted,
        ref PathChoice path,
        List<BoundExpression> runs,
        OrderRequest order,
        ReadView view,
        List<BoundExpression> predicates)
    {
        foreach (var index in source.Collection.Indexes)
        {
            if (index.IsSearch || !IndexFilters.AreImplied(source, index, predicates))
                continue;
            var candidate = new PathChoice { Index = index, Fields = [.. index.Fields] };
            if (wanted.Count == 0 || !Match(candidate, wanted, [], out var isReverse, out var coversAll))
                continue;
            candidate.IsReverse = isReverse;
            candidate.EstimatedRows = Math.Max(2, view.EstimateCount(source.Collection.Id));
            if (isReverse || !coversAll)
                runs.AddRange(order.Keys.Select(static key => key.Expression));
            path = candidate;
            return true;
        }

        return false;
    }
}
