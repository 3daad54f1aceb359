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
                wanted.Add(new(field, collation, key.IsDescending, key.Expression));
        }

        if (wanted.Count == 0 && path is { Index: not null, List: null })
        {
            path.IsReverse = false;
            // Only where the entries are all equal do they come in the order of the keys.
            if (path.Equalities.Count < path.Fields.Length)
                runs.AddRange(order.Keys.Select(static key => key.Expression));
            return true;
        }

        if (path.Index is null ? MatchKey(source, wanted, path) : path.List is null && Match(source, path, wanted, bound, runs))
            return true;
        return order.IsLimited && (!path.IsSeek || FindsMany(path, predicates.Count, view.EstimateCount(source.Collection.Id)))
            && TryOtherIndex(source, wanted, ref path, runs, view, predicates);
    }

    /// <summary>Whether a path finds so many documents that the first page of them comes sooner by walking over all in order.</summary>
    private static bool FindsMany(PathChoice path, int predicates, long count)
    {
        const double LeastGain = 4;
        var found = path.EstimatedRows * Math.Pow(0.4, Math.Max(0, predicates - path.Terms.Count()));
        return path.EstimatedRows > LeastGain * Planner.RowsOfPage * count / found;
    }

    private static bool AsksForValue(BoundCollectionSource source, List<BoundExpression> predicates, int field) => predicates.Exists(
        predicate => predicate is BoundOperation { Kind: OperationKind.IsNotNull, Arguments: [var asked] }
            && PathTerms.FieldOf(source, asked) == field);

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

    /// <summary>
    /// Whether the entries of an index come in an order, forwards or backwards: by the fields that are not bound, then by the fields of the
    /// key, which each entry ends with.
    /// </summary>
    private static bool Match(
        BoundCollectionSource source, PathChoice path, List<OrderedField> wanted, List<PathTerm> bound, List<BoundExpression> runs)
    {
        var fields = path.Fields.Skip(path.Equalities.Count)
            .Select(field => new OrderedField(
                field.FieldId, PathTerms.CollationOf(source.Collection, path.Index, field.FieldId), field.IsDescending, null))
            .Where(field => !IsBound(bound, field.Field, field.Collation)).ToList();
        var matched = 0;
        while (matched < Math.Min(wanted.Count, fields.Count) && wanted[matched].IsOf(fields[matched])
            && wanted[matched].IsOpposite(fields[matched]) == wanted[0].IsOpposite(fields[0]))
            matched++;
        if (matched == 0 && fields.Count > 0)
            return false;
        var isReverse = matched > 0 && wanted[0].IsOpposite(fields[0]);
        // Among entries of equal values the documents come in the order of their keys; where they do not, they are put into it.
        var isNatural = !isReverse && matched == fields.Count;
        var rest = wanted.Skip(matched).ToList();
        var key = PathTerms.KeyFields(source.Collection).Select(static field => field.FieldId)
            .Where(field => !wanted.Take(matched).Any(item => item.Field == field && item.Collation is null)
                && !IsBound(bound, field, null)).ToList();
        // Behind the whole key nothing is left to order.
        var isWhole = rest.Count >= key.Count;
        rest = [.. rest.Take(key.Count)];
        for (var i = 0; i < rest.Count; i++)
            if (rest[i].Field != key[i] || rest[i].Collation is not null)
                return false;
        if (rest.Exists(static item => item.IsDescending))
        {
            // Only backwards do the keys descend, and then all of them.
            if (matched < fields.Count || !isWhole || (matched > 0 && !isReverse) || !rest.TrueForAll(static item => item.IsDescending))
                return false;
            path.IsReverse = true;
            return true;
        }

        path.IsReverse = isReverse;
        if (!isNatural && !(rest.Count == 0 && key.Count == 0 && matched == fields.Count))
            runs.AddRange(wanted.Take(matched).Select(static item => item.Expression!));
        return true;
    }

    private static bool TryOtherIndex(
        BoundCollectionSource source,
        List<OrderedField> wanted,
        ref PathChoice path,
        List<BoundExpression> runs,
        ReadView view,
        List<BoundExpression> predicates)
    {
        foreach (var index in source.Collection.Indexes)
        {
            if (index.IsSearch || !IndexFilters.AreImplied(source, index, predicates))
                continue;
            var candidate = new PathChoice { Index = index, Fields = [.. index.Fields] };
            if (wanted.Count == 0 || !Match(source, candidate, wanted, [], runs))
                continue;
            candidate.IsNotNull = AsksForValue(source, predicates, index.Fields[0].FieldId);
            candidate.EstimatedRows = Math.Max(2, view.EstimateCount(source.Collection.Id));
            path = candidate;
            return true;
        }

        return false;
    }

    /// <summary>A field by which documents are ordered, and how.</summary>
    private readonly record struct OrderedField(int Field, Collation? Collation, bool IsDescending, BoundExpression? Expression)
    {
        public bool IsOf(OrderedField other) => Field == other.Field && Collation == other.Collation;

        public bool IsOpposite(OrderedField other) => IsDescending != other.IsDescending;
    }
}
