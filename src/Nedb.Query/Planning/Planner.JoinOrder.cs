using Nedb.Query.Binding;
using Nedb.Query.Execution;
using Nedb.Query.Execution.Operators;
using Nedb.Query.Syntax.Nodes.Queries;

namespace Nedb.Query.Planning;

/// <content>The order of inner joins.</content>
internal sealed partial class Planner
{
    /// <summary>Joins whose order was decided.</summary>
    private readonly HashSet<BoundSource> _ordered = new(ReferenceEqualityComparer.Instance);

    /// <summary>The inner joins of collections in a cheaper order than the written one, their rows in the order of the written one; null
    /// where there is none.</summary>
    private Plan? TryReorder(BoundJoinSource join, List<BoundExpression> predicates, PlanContext context)
    {
        if (_ordered.Contains(join))
            return null;
        var sources = new List<BoundCollectionSource>();
        var conditions = predicates.ToList();
        if (!Flatten(join, sources, conditions))
            return null;
        var known = new Dictionary<(int, bool, string), (double, double, double)>();
        var joined = new JoinConditions(sources, conditions);
        var orders = new JoinOrder(sources, Estimate, joined.AreRelated, Cancellation);
        var order = orders.Find(out var least);
        // The first page of an order may need few rows where the source comes first that gives the order, so that another must promise
        // fewer.
        const int RowsForPage = 20 * RowsOfPage;
        if (context.Order is { IsLimited: true } page && !sources.TrueForAll(IsSmall) && (order is null || least > RowsForPage))
        {
            if (FirstOf(page, sources) is { } first && orders.Complete(first) is var walked && !walked.SequenceEqual(sources)
                && TryWalk(walked) is { } pages)
                return pages;
            page.HoldsBack = order is not null;
            return null;
        }

        if (order is null)
            return null;
        var plan = PlanJoin(JoinAll(order), conditions, context with { Order = null, IsUnordered = true });
        return context.IsUnordered || SourceOrder.IsKept(plan, sources)
            ? plan
            : new SourceOrderPlan(plan, [.. sources.Select(static item => item.Slot)]) { EstimatedRows = plan.EstimatedRows };

        // Null where the rows would not come in the order of the page, and among equal ones in the natural order.
        Plan? TryWalk(List<BoundCollectionSource> walked)
        {
            var wanted = context.Order!;
            var plan = PlanJoin(JoinAll(walked), conditions, context);
            if (wanted.IsSatisfied && SourceOrder.IsKept(plan, sources, walked[0]))
                return plan;
            wanted.IsSatisfied = wanted.IsNatural;
            wanted.Walk = null;
            return null;
        }

        (double Matches, double Once, double Each) Estimate(BoundCollectionSource item, HashSet<int> read)
        {
            var (usable, numbers) = joined.Usable(item.Slot, read);
            var place = (item.Slot, read.Count == 0, numbers);
            if (!known.TryGetValue(place, out var result))
                known.Add(place, result = EstimateJoin(item, read, sources, usable));
            return result;
        }

        bool IsSmall(BoundCollectionSource item) => CountOf(item.Collection) <= SmallCollection;
    }

    private BoundJoinSource JoinAll(List<BoundCollectionSource> order)
    {
        BoundSource source = order[0];
        for (var i = 1; i < order.Count; i++)
        {
            source = new BoundJoinSource(JoinKind.Inner, source, order[i], []);
            _ordered.Add(source);
        }

        return (BoundJoinSource)source;
    }

    /// <summary>The source that the rows of a page are in the order of; null where there is no such source, or rows that are equal in it
    /// would come in the order of another one.</summary>
    private static BoundCollectionSource? FirstOf(OrderRequest page, List<BoundCollectionSource> sources)
    {
        if (page.IsNatural)
            return sources[0];
        var first = sources.Find(source => PathTerms.FieldOf(source, page.Keys[0].Expression) is not null);
        if (first is null || ReferenceEquals(first, sources[0]))
            return first;
        var fields = page.Keys.Select(key => PathTerms.FieldOf(first, key.Expression)).ToHashSet();
        return Array.TrueForAll(PathTerms.KeyFields(first.Collection), field => fields.Contains(field.FieldId)) ? first : null;
    }

    /// <returns>Whether the join is one of collections only, which read nothing of each other but by its conditions.</returns>
    private bool Flatten(BoundSource source, List<BoundCollectionSource> sources, List<BoundExpression> conditions)
    {
        switch (source)
        {
            case BoundCollectionSource { IsHistory: false } collection when BoundTree.FreeSlots(source).Count == 0:
                sources.Add(collection);
                return true;
            case BoundJoinSource { Kind: JoinKind.Inner or JoinKind.Cross } join:
                _ordered.Add(join);
                conditions.AddRange(join.On);
                return Flatten(join.Left, sources, conditions) && Flatten(join.Right, sources, conditions);
            default:
                return false;
        }
    }

    /// <summary>About how many rows of a source one row of others finds, and what that costs.</summary>
    private (double Matches, double Once, double Each) EstimateJoin(
        BoundCollectionSource source, HashSet<int> read, List<BoundCollectionSource> sources, List<BoundExpression> usable)
    {
        var count = CountOf(source.Collection);
        var path = ChoosePath(source, usable);
        var taken = path.Equalities.Count + (path.List is null ? 0 : 1) + (path.Lower is null ? 0 : 1) + (path.Upper is null ? 0 : 1);
        var keys = EquiKey.Extract([.. usable.Where(condition => BoundTree.FreeSlots(condition).Overlaps(read))], [source.Slot]);
        var local = usable.Count - (path.IsSeek ? taken : keys.Count);
        var matches = Math.Max(path.IsSeek ? path.EstimatedRows : keys.Count > 0 ? MatchesOf(keys, sources, count) : count, 0.01)
            * Math.Pow(0.4, Math.Max(0, local));
        if (path.IsSeek && (read.Count == 0 || keys.Count == 0))
            return (matches, path.EstimatedRows, 0);
        if (!path.IsSeek)
            return (matches, count, keys.Count > 0 || read.Count == 0 ? 0 : count);
        return (matches, 0, 1 + path.EstimatedRows);
    }

    /// <summary>Where the other side of an equality is a key, the rows are shared out among the documents that it is the key of.</summary>
    private double MatchesOf(List<EquiKey> keys, List<BoundCollectionSource> sources, double count)
    {
        foreach (var key in keys)
            foreach (var other in sources)
                if (PathTerms.FieldOf(other, key.Outer) is { } field && PathTerms.KeyFields(other.Collection) is [var only]
                    && only.FieldId == field)
                    return Math.Max(1, count / CountOf(other.Collection));
        return Math.Max(1, count * 0.02);
    }
}
