using Nedb.Query.Binding;
using Nedb.Storage.Collations;
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
        var bound = PathTerms.Extract(source, predicates).FindAll(static term => term.IsEquality);
        var wanted = new List<OrderedField>();
        foreach (var key in order.Keys)
        {
            if (PathTerms.CollatedFieldOf(source, key.Expression) is not ({ } field, var collation))
                return false;
            // What is the same for all documents orders nothing; what is equal is equal by every collation.
            if (!IsBound(bound, field, collation)
                && !wanted.Exists(item => item.Field == field && (item.Collation is null || item.Collation == collation)))
                wanted.Add(new(field, collation, key.IsDescending));
        }

        if (path.Index is null)
            return MatchKey(source, wanted, path)
                || (order.IsLimited && !path.IsSeek && TryOtherIndex(source, wanted, ref path, runs, order, view, predicates));
        if (path.List is not null || !Match(source, path, wanted, bound, out var isReverse, out var coversAll))
            return false;
        path.IsReverse = isReverse;
        if (isReverse || !coversAll)
            runs.AddRange(order.Keys.Select(static key => key.Expression));
        return true;
    }

    private static bool MatchKey(BoundCollectionSource source, List<OrderedField> wanted, PathChoice path)
    {
        var key = PathTerms.KeyFields(source.Collection).Skip(path.Equalities.Count).Select(static field => field.FieldId).ToList();
        var isWhole = wanted.Count >= key.Count;
        var length = Math.Min(wanted.Count, key.Count);
        for (var i = 0; i < length; i++)
            if (wanted[i].Field != key[i] || wanted[i].Collation is not null)
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

    private static bool IsBound(List<PathTerm> bound, int field, Collation? collation) => bound.Exists(
        term => term.FieldId == field && (term.FitsAnyCollation || term.Collation is null || term.Collation == collation));

    private static bool Match(
        BoundCollectionSource source,
        PathChoice path,
        List<OrderedField> wanted,
        List<PathTerm> bound,
        out bool isReverse,
        out bool coversAll)
    {
        isReverse = false;
        var fields = path.Fields.Skip(path.Equalities.Count)
            .Select(field => new OrderedField(
                field.FieldId, PathTerms.CollationOf(source.Collection, path.Index, field.FieldId), field.IsDescending))
            .Where(field => !IsBound(bound, field.Field, field.Collation)).ToList();
        coversAll = wanted.Count >= fields.Count;
        if (wanted.Count > fields.Count)
            return false;
        for (var i = 0; i < wanted.Count; i++)
        {
            if (wanted[i].Field != fields[i].Field || wanted[i].Collation != fields[i].Collation)
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
        List<OrderedField> wanted,
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
            if (wanted.Count == 0 || !Match(source, candidate, wanted, [], out var isReverse, out var coversAll))
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

    /// <summary>A field by which documents are ordered, and how.</summary>
    private readonly record struct OrderedField(int Field, Collation? Collation, bool IsDescending);
}
