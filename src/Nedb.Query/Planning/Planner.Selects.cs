using Nedb.Query.Binding;
using Nedb.Query.Execution;
using Nedb.Query.Execution.Evaluators;
using Nedb.Query.Execution.Operators;
using Nedb.Query.Syntax.Nodes;
using Nedb.Storage.Schema;

namespace Nedb.Query.Planning;

/// <content>One block of clauses.</content>
internal sealed partial class Planner
{
    private Plan PlanSelect(BoundSelect select, List<BoundExpression> predicates, List<BoundExpression> rest, PlanContext context)
    {
        var where = select.Where.ToList();
        foreach (var predicate in predicates)
            if (Push(select, predicate) is { } pushed)
                where.Add(pushed);
            else
                rest.Add(predicate);
        var order = RequestOrder(select, context);
        var isNatural = order is not null && select.From is not null && NaturalOrder.Covers(select.From, select.OrderBy);
        if (isNatural || select.OrderBy.Count == 0)
            order = RequestNaturalOrder(select, context);
        var extreme = order is null ? RequestExtreme(select, where) : null;
        var inner = context with
        {
            Order = order ?? extreme,
            IsUnordered = IsOrderIrrelevant(select, context),
            ReadsAll = context.ReadsAll && select.Limit is null,
            IsCounted = select.From is BoundCollectionSource && CountsRows(select),
        };
        var plan = select.From is null ? Filter(new SingleRowPlan(), where) : PlanSource(select.From, where, inner);
        if (extreme is { IsSatisfied: true })
            plan = new LimitPlan(plan, null, OneStep) { EstimatedRows = 1 };
        if (order is not null)
            plan = PlanWalk(plan, order, select, where, inner);
        if (select.Traverse is { } traverse)
            plan = new TraversePlan(plan, traverse, ViewOf(select.From!)) { EstimatedRows = plan.EstimatedRows };
        if (select.Trace is { } trace)
            plan = PlanTrace(plan, trace, ViewOf(select.From!));
        if (select.IsGrouped)
            plan = PlanGroups(select, plan, where);
        if (select.Windows.Count > 0)
            plan = PlanWindows(select, plan);
        if (!select.IsDistinct)
        {
            plan = PlanOrder(plan, select, isNatural || order is { IsSatisfied: true }, context.IsRepeated ? null : where);
            return select.RowSlot < 0 ? plan : Project(plan, select.RowSlot, select.LazyColumns);
        }

        plan = Project(plan, select.RowSlot, select.LazyColumns);
        var isWhole = select.Limit is null || select.OrderBy.Count > 0;
        plan = new DistinctPlan(plan, select.RowSlot, select.LazyColumns.Count, DistinctKeys.Of(select), isWhole)
        {
            EstimatedRows = plan.EstimatedRows,
        };
        return PlanOrder(plan, select, isSorted: false);
    }

    /// <summary>Whether the rows of the sources may come in any order: because they are grouped, or nobody asks for the order of the
    /// query.</summary>
    private static bool IsOrderIrrelevant(BoundSelect select, PlanContext context)
    {
        if (select.IsGrouped)
            return AreGroupsStable(select);
        if (!context.IsUnordered || select.Limit is not null || select.Offset is not null || select.Windows.Count > 0)
            return false;
        // Of equal rows the first is shown, which matters only where they look different.
        return select.IsDistinct && select.Trace is null && select.Traverse is null
            ? Array.TrueForAll(DistinctKeys.Of(select), key => HasOneForm(select.LazyColumns[key].Expression.Type))
            : select.KeepsRows;
    }

    /// <summary>Whether groups come out the same whatever the order of their rows. Of values that are equal but look different, such as
    /// 1.0 and 1.00, the first one is shown.</summary>
    private static bool AreGroupsStable(BoundSelect select) =>
        select.GroupKeys.TrueForAll(static key => HasOneForm(key.Type)) && select.Aggregates.TrueForAll(static aggregate =>
            aggregate.Function.IsExact && aggregate.OrderBy.Count == 0
            && (aggregate.Function.Name is "count" or "sum" or "avg" && !aggregate.IsDistinct
                || aggregate.Arguments.All(static argument => HasOneForm(argument.Type))));

    /// <summary>Whether several threads may group the rows. Where the least or the greatest of numbers has several forms, who puts the
    /// groups together finds that out.</summary>
    private static bool CanShare(BoundSelect select) =>
        select.GroupKeys.TrueForAll(static key => HasOneForm(key.Type) && key.Type.Kind != FieldKind.Guid && !BoundTree.MustKeep(key))
        && select.Aggregates.TrueForAll(aggregate => aggregate is { Filter: null, OrderBy.Count: 0 }
            && aggregate.Function.IsExact
            // How many values differ is the same in any order; which of equal ones stands for them is not.
            && (!aggregate.IsDistinct || (aggregate.Function.Name == "count" && select.GroupKeys.Count == 0))
            && (aggregate.Function.Name is "count" or "sum" or "avg" || aggregate.Arguments.All(argument => HasOneForm(argument.Type)
                || (aggregate.Function.Name is "min" or "max" && argument.Type.Kind is FieldKind.Double or FieldKind.Decimal)))
            && !aggregate.Arguments.Any(BoundTree.MustKeep));

    /// <summary>Whether of its rows a query wants nothing but their number.</summary>
    private static bool CountsRows(BoundSelect select) =>
        select is { IsGrouped: true, GroupKeys.Count: 0, Traverse: null, Trace: null } && select.Aggregates.TrueForAll(static aggregate =>
            aggregate is { Function.Name: "count", Arguments.Count: 0, IsDistinct: false, Filter: null });

    private static bool HasOneForm(FieldType type) => DistinctKeys.HasOneForm(type);

    /// <summary>The order that the sources are asked to give; null where something between them and ORDER BY changes rows or
    /// order.</summary>
    private OrderRequest? RequestOrder(BoundSelect select, PlanContext context)
    {
        if (select.OrderBy.Count == 0 || select.IsGrouped || select.IsDistinct || select.Traverse is not null || select.Trace is not null)
            return null;
        var isLimited = select.Limit is not null && select.Windows.Count == 0;
        return new(select.OrderBy, isLimited) { BudgetState = isLimited && !context.IsRepeated ? binder.NewState() : -1 };
    }

    /// <summary>The first rows of joined sources, in their natural order; null where something else is asked for.</summary>
    private OrderRequest? RequestNaturalOrder(BoundSelect select, PlanContext context)
    {
        var canAsk = select is { From: BoundJoinSource, Limit: not null, IsGrouped: false, IsDistinct: false, Windows.Count: 0 }
            && select.Traverse is null && select.Trace is null && !context.IsRepeated;
        return canAsk ? new([], isLimited: true) { IsNatural = true, IsSatisfied = true, BudgetState = binder.NewState() } : null;
    }

    /// <summary>A predicate about the columns of a query as one about its sources; null where it must wait for the rows of the
    /// query.</summary>
    private static BoundExpression? Push(BoundSelect select, BoundExpression predicate)
    {
        if (select.Limit is not null || select.Offset is not null || select.Trace is not null || select.Traverse is not null)
            return null;
        if (select.RowSlot >= 0)
        {
            if (select.LazyColumns.Exists(static column => BoundTree.MustKeep(column.Expression)))
                return null;
            predicate = Substitute(predicate, select.RowSlot, select.LazyColumns);
        }

        if (select.Windows.Count > 0 && (select.IsGrouped || !ChoosesPartitions(select, predicate)))
            return null;
        if (!select.IsGrouped)
            return predicate;
        // Of a group only the keys are known before it is complete. Without keys there is a group even where there are no rows.
        var usesAggregates = BoundTree.Any(
            predicate, part => part is BoundRowValue row && row.Slot == select.GroupSlot && row.Ordinal >= select.GroupKeys.Count);
        if (usesAggregates || select.GroupKeys.Count == 0 || BoundTree.HasSubquery(predicate))
            return null;
        return Substitute(predicate, select.GroupSlot, [.. select.GroupKeys.Select(static key => new BoundColumn(string.Empty, key))]);
    }

    /// <summary>Whether a predicate about the sources of a query takes whole partitions of all its windows, or none of their rows, so that
    /// those that are left come out the same.</summary>
    private static bool ChoosesPartitions(BoundSelect select, BoundExpression predicate)
    {
        if (BoundTree.MustKeep(predicate))
            return false;
        var own = new HashSet<int> { select.WindowSlot };
        select.From?.AddSlots(own);
        return select.Windows.TrueForAll(window => !BoundTree.FreeSlots(WithoutKeys(predicate, window.PartitionBy)).Overlaps(own));

        // Of equal values that look different, such as 1.0 and 1.00, a predicate may choose some.
        static BoundExpression WithoutKeys(BoundExpression part, SyntaxList<BoundExpression> keys) =>
            keys.Contains(part) && HasOneForm(part.Type) ? BoundConstant.Null : part.MapChildren(child => WithoutKeys(child, keys));
    }

    /// <summary>
    /// The order of which the first row has the least or the greatest value that a query asks for; null where it asks for something else,
    /// or the rows before that one may be many.
    /// </summary>
    private OrderRequest? RequestExtreme(BoundSelect select, List<BoundExpression> where)
    {
        if (!select.IsGrouped || select.GroupKeys.Count > 0 || select.Traverse is not null || select.Trace is not null
            || select.From is not BoundCollectionSource { IsHistory: false, Filters.Count: 0 } source
            || select.Aggregates is not [{ Function.Name: "min" or "max", IsDistinct: false, Filter: null } aggregate]
            || aggregate.Arguments is not [BoundField field] || field.Slot != source.Slot || field.Field.TextCollation is not null
            || !(HasOneForm(field.Type) || field.Type.Kind is FieldKind.Decimal or FieldKind.Timestamp or FieldKind.Duration))
            return null;
        var isGreatest = aggregate.Function.Name == "max";
        if (where.Count > 0 && ((!isGreatest && field.IsNullable) || ChoosePath(source, where).Equalities.Count < where.Count))
            return null;
        // Null comes before every value, and is none.
        if (!isGreatest && field.IsNullable)
            where.Add(BoundOperation.Predicate(OperationKind.IsNotNull, null, field));
        return new([new BoundOrdering(field, isGreatest)], isLimited: true);
    }

    private Plan PlanGroups(BoundSelect select, Plan plan, List<BoundExpression> where)
    {
        _evaluations = plan.EstimatedRows;
        var keys = select.GroupKeys.Select(Compile).ToArray();
        // An argument of several aggregates is computed once.
        var arguments = new Dictionary<BoundExpression, Evaluator>();
        var aggregates = select.Aggregates.Select(aggregate => CompileAggregate(aggregate, arguments)).ToArray();
        var rows = keys.Length == 0 ? 1 : Math.Max(2, plan.EstimatedRows / 10);
        var detail = string.Join(", ", select.GroupKeys.Select(ExpressionText.Of).Concat(select.Aggregates.Select(ExpressionText.Of)));
        var groups = new GroupPlan(plan, select.GroupSlot, keys, aggregates, CanShare(select), detail) { EstimatedRows = rows };
        if (CountsRows(select) && where.Count == 0
            && select.From is BoundCollectionSource { IsHistory: false, Filters.Count: 0 } source)
            return Filter(new CountPlan(groups, source.Collection.Id, ViewOf(source), aggregates.Length), select.Having);
        return Filter(groups, select.Having);
    }

    private Aggregate CompileAggregate(BoundAggregate aggregate, Dictionary<BoundExpression, Evaluator>? known = null) => new(
        aggregate.Function,
        [.. aggregate.Arguments.Select(argument => CompileOnce(argument, known))],
        aggregate.IsDistinct,
        aggregate.Filter is null ? null : Compile(aggregate.Filter),
        [.. aggregate.OrderBy.Select(key => new SortKey(Compile(key.Expression), key.IsDescending))],
        aggregate.Type,
        aggregate.Place);

    private Evaluator CompileOnce(BoundExpression expression, Dictionary<BoundExpression, Evaluator>? known)
    {
        if (known is null || BoundTree.MustKeep(expression))
            return Compile(expression);
        if (!known.TryGetValue(expression, out var evaluator))
            known.Add(expression, evaluator = Compile(expression));
        return evaluator;
    }

    private WindowPlan PlanWindows(BoundSelect select, Plan plan)
    {
        _evaluations = plan.EstimatedRows;
        // Functions over the same partitions share them, which are known by their keys.
        var keys = new Dictionary<BoundExpression, Evaluator>();
        var windows = select.Windows.Select(window => new Window(
            window.Function,
            window.Aggregate is null ? null : CompileAggregate(window.Aggregate),
            [.. window.Arguments.Select(Compile)],
            [.. window.PartitionBy.Select(key => CompileOnce(key, keys))],
            [.. window.OrderBy.Select(key => new SortKey(Compile(key.Expression), key.IsDescending))],
            window.Frame)).ToArray();
        return new(plan, select.WindowSlot, windows) { EstimatedRows = plan.EstimatedRows };
    }

    private TracePlan PlanTrace(Plan plan, BoundTrace trace, ViewSource state) => new(
        plan,
        new(new MetadataEvaluator(trace.SourceSlot, MetadataField.Seq), default),
        trace.Slot,
        trace.IsReverse ? TableFunction.Effects : TableFunction.Causes,
        null,
        CompileClause(trace.Depth),
        state)
    {
        EstimatedRows = plan.EstimatedRows * 4,
    };

    /// <summary>The state that the one source of a TRAVERSE is read at.</summary>
    private ViewSource ViewOf(BoundSource source) => source is BoundCollectionSource collection ? ViewOf(collection) : ViewSource.Present;

    // Without an AS OF of its own it is read as of what its session is.
    private ViewSource ViewOf(BoundCollectionSource source) =>
        source.AsOf is not null ? new(CompileClause(source.AsOf), source.ViewState, source.Check)
        : source.Check is not null ? new(null, -1, source.Check)
        : ViewSource.Present;
}
