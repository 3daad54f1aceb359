using System.Diagnostics;
using Nedb.Query.Binding;
using Nedb.Query.Diagnostics;
using Nedb.Query.Execution;
using Nedb.Query.Execution.Evaluators;
using Nedb.Query.Execution.Operators;
using Nedb.Query.Syntax.Nodes.Queries;
using Nedb.Storage.Values;

namespace Nedb.Query.Planning;

/// <content>FROM and JOIN.</content>
internal sealed partial class Planner
{
    /// <summary>A source with predicates about its rows, which may speak of outer slots too. All of them are taken.</summary>
    private Plan PlanSource(BoundSource source, List<BoundExpression> predicates, PlanContext context)
    {
        StackGuard.Check();
        Cancellation.ThrowIfCancellationRequested();
        if (context.IsRepeated && BoundTree.FreeSlots(source).Count == 0)
            return PlanRepeated(source, predicates, context);
        return PlanDirect(source, predicates, context);
    }

    /// <summary>
    /// A source that depends on outer rows by its predicates alone, and is started for each of them: it is sought by key or index, or
    /// kept in a hash table, or kept and filtered.
    /// </summary>
    private Plan PlanRepeated(BoundSource source, List<BoundExpression> predicates, PlanContext context)
    {
        var own = new HashSet<int>();
        source.AddSlots(own);
        var local = new List<BoundExpression>();
        var correlated = new List<BoundExpression>();
        foreach (var predicate in predicates)
            (BoundTree.FreeSlots(predicate).IsSubsetOf(own) ? local : correlated).Add(predicate);
        // Its rows are kept, so that they are read even where only their number is wanted in the end.
        var once = context with { Starts = 1, Order = null, IsCounted = false };
        if (correlated.Count == 0)
            return Buffer(PlanDirect(source, local, once));
        if (PrefersSeek(source, predicates, context.Starts))
            return PlanDirect(source, predicates, context);
        var keys = EquiKey.Extract(correlated, own);
        if (keys.Count == 0)
            return SeeksRange(source, predicates, context)
                ? PlanDirect(source, predicates, context)
                : Filter(Buffer(PlanDirect(source, local, once)), correlated);
        var input = PlanDirect(source, local, once);
        var seek = PlanSeek(source, local, keys, context, out var most);
        _evaluations = Math.Max(2, input.EstimatedRows);
        var detail = string.Join(" AND ", keys.Select(static key => ExpressionText.Of(key.Predicate)));
        var plan = new HashLookupPlan(
            input,
            [.. keys.Select(key => Compile(key.Inner))],
            [.. keys.Select(key => Compile(key.Outer))],
            [.. keys.Select(static key => key.NullsMatch)],
            binder.NewState(),
            detail)
        {
            EstimatedRows = Math.Min(seek?.EstimatedRows ?? double.MaxValue, Math.Max(2, input.EstimatedRows * 0.02)),
            Seek = seek,
            SeeksMost = most,
        };
        return Filter(plan, [.. correlated.Where(predicate => !keys.Exists(key => ReferenceEquals(key.Predicate, predicate)))]);
    }

    /// <summary>Whether a range of a key or an index, or its beginning, is read for much less than all rows are filtered for.</summary>
    private bool SeeksRange(BoundSource source, List<BoundExpression> predicates, PlanContext context) =>
        source is BoundCollectionSource collection
        && ChoosePath(collection, predicates) is { IsSeek: true } path
        && (context.Order is { IsLimited: true } || CostOfSeek(path) * 2 < CountOf(collection.Collection));

    /// <summary>The way to seek a source for each outer row; null where there is none, or it pays for no more than one.</summary>
    /// <param name="source">The source.</param>
    /// <param name="local">What is asked of its rows, whatever the outer row is.</param>
    /// <param name="keys">What equals values of the outer row.</param>
    /// <param name="context">Where it stands.</param>
    /// <param name="most">For how many outer rows it costs no more than reading the source once.</param>
    private Plan? PlanSeek(BoundSource source, List<BoundExpression> local, List<EquiKey> keys, PlanContext context, out int most)
    {
        most = 0;
        // Only of one collection: planning both ways at every level of a query would double the work at each.
        if (source is not BoundCollectionSource collection)
            return null;
        List<BoundExpression> predicates = [.. local, .. keys.Select(static key => key.Predicate)];
        var path = ChoosePath(collection, predicates);
        if (!path.Equalities.Exists(term => keys.Exists(key => ReferenceEquals(key.Predicate, term.Predicate))))
            return null;
        most = (int)(CountOf(collection.Collection) / CostOfSeek(path));
        return most <= 1
            ? null
            : PlanCollection(collection, predicates, context with { Order = null, Starts = Math.Min(context.Starts, most) });
    }

    private static double CostOfSeek(PathChoice path) => (1 + path.EstimatedRows) * SeekCost;

    private BufferPlan Buffer(Plan plan) => new(plan, binder.NewState()) { EstimatedRows = plan.EstimatedRows };

    private Plan PlanDirect(BoundSource source, List<BoundExpression> predicates, PlanContext context)
    {
        switch (source)
        {
            case BoundCollectionSource collection:
                return PlanCollection(collection, predicates, context);
            case BoundJoinSource join:
                return PlanJoin(join, predicates, context);
            case BoundQuerySource query:
                return PlanQuery(query.Query, predicates, context with { Order = null });
            case BoundValuesSource values:
                var rows = values.Rows.Select(row => row.Select(Compile).ToArray()).ToArray();
                return Filter(new ValuesPlan(rows, values.Slot) { EstimatedRows = rows.Length }, predicates);
            case BoundFunctionSource function:
                return Filter(PlanFunction(function, context), predicates);
            default:
                throw new UnreachableException();
        }
    }

    private static readonly ClauseValue OneStep = new(new ConstantEvaluator(NedbValue.FromInt64(1)), default);

    private Plan PlanFunction(BoundFunctionSource function, PlanContext context)
    {
        var arguments = function.Arguments.Select(argument => CompileClause(argument)!).ToArray();
        switch (function.Function)
        {
            case TableFunction.Unnest:
                return new UnnestPlan(arguments[0], function.Slot) { EstimatedRows = 10 };
            case TableFunction.Changes:
                return new ChangesPlan(function.Collection!.Id, function.Slot, arguments[0], arguments[1]) { EstimatedRows = 100 };
            default:
                var start = PlanQuery(function.Start!, [], context with { Order = null });
                var seq = CompileClause(function.Start!.Columns[0].Expression)!;
                var isOfLinks = function.Function is TableFunction.Linked or TableFunction.LinkedBy;
                var state = function.AsOf is not null ? new(CompileClause(function.AsOf), function.ViewState)
                    : function.Start is BoundSelect { From: { } from } ? ViewOf(from)
                    : ViewSource.Present;
                var depth = isOfLinks ? arguments.ElementAtOrDefault(1) ?? OneStep : arguments.ElementAtOrDefault(0);
                var relation = isOfLinks ? arguments[0] : null;
                return new TracePlan(start, seq, function.Slot, function.Function, relation, depth, state)
                {
                    EstimatedRows = 100,
                    IsOldestFirst = context.Order is { } order && TrySatisfy(order, function.Slot),
                };
        }
    }

    /// <summary>Whether an order is that of a trace which gives the oldest first within a depth, as it can instead of the newest.</summary>
    private static bool TrySatisfy(OrderRequest order, int slot)
    {
        return order.IsSatisfied = order.Keys is [var depth, var seq] && IsOf(depth, "_depth") && IsOf(seq, "_seq");

        bool IsOf(BoundOrdering key, string column) => key is { IsDescending: false, Expression: BoundRowValue { IsOfTrace: true } row }
            && row.Slot == slot && CausalColumns.OrdinalInTrace(column) == row.Ordinal;
    }

    private Plan PlanJoin(BoundJoinSource join, List<BoundExpression> predicates, PlanContext context)
    {
        var rightSlots = new HashSet<int>();
        join.Right.AddSlots(rightSlots);
        if (join.Kind is JoinKind.Right or JoinKind.Full)
            return Filter(PlanFullJoin(join, rightSlots, context), predicates);
        if (join.Kind != JoinKind.Left && TryReorder(join, predicates, context) is { } ordered)
            return ordered;
        var isOuter = join.Kind == JoinKind.Left;
        var left = new List<BoundExpression>();
        var right = new List<BoundExpression>();
        var above = new List<BoundExpression>();
        foreach (var predicate in predicates)
            if (!BoundTree.FreeSlots(predicate).Overlaps(rightSlots))
                left.Add(predicate);
            else
                (isOuter ? above : right).Add(predicate);
        foreach (var predicate in join.On)
            (isOuter || BoundTree.FreeSlots(predicate).Overlaps(rightSlots) ? right : left).Add(predicate);
        var first = PlanSource(join.Left, left, context);
        var starts = first.EstimatedRows <= 1 ? context.Starts : Math.Max(2, first.EstimatedRows) * context.Starts;
        var second = PlanSource(join.Right, right, new(starts) { IsUnordered = context.IsUnordered, ReadsAll = context.ReadsAll });
        var rows = first.EstimatedRows * Math.Max(1, second.EstimatedRows);
        var plan = new NestedLoopPlan(first, second, null, isOuter, string.Empty)
        {
            EstimatedRows = rows,
            ExpectsFew = context.Order is { IsLimited: true, IsSatisfied: true },
        };
        return Filter(plan, above);
    }

    private FullJoinPlan PlanFullJoin(BoundJoinSource join, HashSet<int> rightSlots, PlanContext context)
    {
        var inner = context with { Order = null, IsUnordered = false };
        var first = PlanSource(join.Left, [], inner);
        var second = PlanSource(join.Right, [], inner);
        var keys = EquiKey.Extract(join.On, rightSlots);
        List<BoundExpression> rest = [.. join.On.Where(predicate => !keys.Exists(key => ReferenceEquals(key.Predicate, predicate)))];
        _evaluations = Math.Max(2, first.EstimatedRows);
        return new(
            first,
            second,
            [.. keys.Select(key => Compile(key.Outer))],
            [.. keys.Select(key => Compile(key.Inner))],
            [.. keys.Select(static key => key.NullsMatch)],
            rest.Count == 0 ? null : CompileAll(rest),
            join.Kind == JoinKind.Full,
            string.Join(" AND ", join.On.Select(ExpressionText.Of)))
        {
            EstimatedRows = first.EstimatedRows + second.EstimatedRows,
        };
    }

    // Finding a document costs about what reading so many in batches does, into a hash table.
    private const double SeekCost = 3;

    /// <summary>Whether seeking the source for each outer row costs less than reading it once.</summary>
    private bool PrefersSeek(BoundSource source, List<BoundExpression> predicates, double starts)
    {
        switch (source)
        {
            case BoundCollectionSource versions when FindVersionKey(versions, predicates) is not null:
                return true;
            case BoundCollectionSource collection:
                var path = ChoosePath(collection, predicates);
                if (!path.IsSeek)
                    return false;
                return starts * CostOfSeek(path) <= CountOf(collection.Collection);
            case BoundJoinSource { Kind: not (JoinKind.Right or JoinKind.Full) } join:
                var rightSlots = new HashSet<int>();
                join.Right.AddSlots(rightSlots);
                var left = predicates.Concat(join.Kind == JoinKind.Left ? [] : join.On)
                    .Where(predicate => !BoundTree.FreeSlots(predicate).Overlaps(rightSlots));
                return PrefersSeek(join.Left, [.. left], starts);
            case BoundQuerySource { Query: BoundSelect { From: { } from } select }:
                return PrefersSeek(from,
                    [.. predicates.Select(predicate => Push(select, predicate)).OfType<BoundExpression>().Concat(select.Where)], starts);
            default:
                return false;
        }
    }
}
