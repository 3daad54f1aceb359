using System.Diagnostics;
using Nedb.Query.Binding;
using Nedb.Query.Diagnostics;
using Nedb.Query.Execution;
using Nedb.Query.Execution.Evaluators;
using Nedb.Query.Execution.Operators;
using Nedb.Query.Syntax.Nodes.Queries;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Planning;

/// <summary>
/// Turns a bound statement into steps. Predicates move to the sources they speak of; a source is read by its key, by an index, or whole,
/// as estimates say;
/// a source that depends on outer rows only by equalities becomes a hash table that is made once. Rows always come in the natural order
/// (key order, from
/// left to right), whichever way was taken, unless an ORDER BY is met on the way.
/// </summary>
internal sealed partial class Planner(Binder binder, ReadView view)
{
    /// <summary>How often the expression being compiled will be evaluated.</summary>
    private double _evaluations = 1;

    private const int SmallCollection = 1000;

    // What a limit lets pass whose value is known only when the statement runs.
    internal const int RowsOfPage = 100;

    private readonly Dictionary<int, long> _sizes = [];

    private readonly ValueStatistics _values = new(view);

    // What was found out about ways by known values.
    private readonly Dictionary<string, double?> _measured = [];
    private readonly List<PathProbe> _probes = [];
    private readonly PlanWatch _watch = new();
    private double _mostRows;

    /// <summary>Those of expressions, in the order in which they were compiled; some more than once.</summary>
    private readonly List<SubqueryPlan> _subqueries = [];

    /// <summary>The values that the parameters have this time; null where they are not known.</summary>
    public NedbValue[]? Parameters { get; init; }

    /// <summary>Stops the work.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The sizes of collections that the plan was chosen by.</summary>
    public (int CollectionId, long Count)[] Sizes => [.. _sizes.Select(static size => (size.Key, size.Value))];

    /// <summary>What values of parameters the plan was chosen by.</summary>
    public PlanGrounds Grounds => new([.. _probes], _mostRows, _watch);

    public QueryPlan PlanStatement(BoundQuery query)
    {
        var root = PlanQuery(query, [], PlanContext.Once with { ReadsAll = true });
        var columns = query.Columns.Select(column => Compile(column.Expression)).ToArray();
        var description = query.Columns.Select(column => column.Describe(query.GivesDocumentsOnce)).ToArray();
        return new(root, columns, description, binder.SlotCount, binder.StateCount) { Subqueries = [.. _subqueries] };
    }

    /// <summary>A query with predicates about its columns. All of them are taken; the caller keeps none.</summary>
    public Plan PlanQuery(BoundQuery query, List<BoundExpression> predicates, PlanContext context)
    {
        var rest = new List<BoundExpression>();
        var plan = query switch
        {
            BoundSelect select => PlanSelect(select, predicates, rest, context),
            BoundSetOperation operation => PlanSetOperation(operation, predicates, rest, context),
            _ => throw new UnreachableException(),
        };
        plan = Filter(plan, rest);
        // The operands of a set operation share the slot of their rows.
        return query.SharedSlot < 0 ? plan : Project(plan, query.SharedSlot, query.Columns);
    }

    private ProjectPlan Project(Plan input, int slot, List<BoundColumn> columns)
    {
        _evaluations = input.EstimatedRows;
        return new(input, slot, [.. columns.Select(column => Compile(column.Expression))]) { EstimatedRows = input.EstimatedRows };
    }

    private Plan Filter(Plan input, List<BoundExpression> predicates, AccessPath? range = null, bool losesFew = false)
    {
        if (predicates.Count == 0)
            return input;
        _evaluations = Math.Max(2, input.EstimatedRows);
        var detail = string.Join(" AND ", predicates.Select(ExpressionText.Of));
        var rows = input.EstimatedRows <= 1 ? input.EstimatedRows : Math.Max(2, input.EstimatedRows * Math.Pow(0.4, predicates.Count));
        return new FilterPlan(input, CompileAll(predicates), predicates.Exists(BoundTree.HasSubquery), detail, range)
        {
            EstimatedRows = rows,
            LosesFew = losesFew || range is not null,
        };
    }

    /// <summary>The size of a collection. One that is small, or still empty, may grow under the plan, so that it is never taken for
    /// tiny.</summary>
    private double CountOf(CollectionDefinition collection)
    {
        var count = view.EstimateCount(collection.Id);
        _sizes[collection.Id] = count;
        return Math.Max(SmallCollection, count);
    }

    private Evaluator CompileAll(List<BoundExpression> predicates)
    {
        // What needs a query of its own is tried last.
        var parts = predicates.OrderBy(static part => BoundTree.HasSubquery(part)).Select(Compile).ToArray();
        return parts.Length == 1 ? parts[0] : new AndEvaluator(parts);
    }

    private Plan PlanSetOperation(
        BoundSetOperation operation, List<BoundExpression> predicates, List<BoundExpression> rest, PlanContext context)
    {
        var canPush = operation.Limit is null && operation.Offset is null;
        var left = new List<BoundExpression>();
        var right = new List<BoundExpression>();
        foreach (var predicate in predicates)
        {
            if (canPush && !BoundTree.HasSubquery(predicate))
            {
                left.Add(Substitute(predicate, operation.RowSlot, operation.Left.Columns));
                right.Add(Substitute(predicate, operation.RowSlot, operation.Right.Columns));
            }
            else
            {
                rest.Add(predicate);
            }
        }

        var inner = context with { Order = null, IsUnordered = false, ReadsAll = context.ReadsAll && canPush };
        var first = PlanQuery(operation.Left, left, inner);
        var second = PlanQuery(operation.Right, right, inner);
        var slot = operation.RowSlot;
        var width = operation.Columns.Count;
        var rows = first.EstimatedRows + second.EstimatedRows;
        Plan plan;
        if (operation.Operator == SetOperator.Union)
            plan = new ConcatPlan([first, second], slot) { EstimatedRows = rows };
        else
            plan = new SetDifferencePlan(first, second, operation) { EstimatedRows = rows };
        if (operation.Operator == SetOperator.Union && !operation.IsAll)
            plan = new DistinctPlan(plan, slot, width, [.. Enumerable.Range(0, width)], isWhole: false) { EstimatedRows = rows };
        return PlanOrder(plan, operation, isSorted: false);
    }

    /// <summary>Sorts and limits, as the query says.</summary>
    /// <param name="plan">Gives the rows.</param>
    /// <param name="query">The query.</param>
    /// <param name="isSorted">Whether they come in the order that it wants.</param>
    /// <param name="where">The conditions of the query, where it is started once and nothing but them stands between its sources and its
    /// order.</param>
    private Plan PlanOrder(Plan plan, BoundQuery query, bool isSorted, List<BoundExpression>? where = null)
    {
        _evaluations = plan.EstimatedRows;
        var offset = CompileClause(query.Offset);
        var limit = CompileClause(query.Limit);
        var rows = query.Limit switch
        {
            null => plan.EstimatedRows,
            BoundConstant { Value: { Kind: ValueKind.Int64 } constant } => Math.Min(plan.EstimatedRows, Math.Max(1, constant.AsInt64())),
            _ => Math.Min(plan.EstimatedRows, RowsOfPage),
        };
        if (query.OrderBy.Count > 0 && !isSorted)
        {
            var sorted = Sort(plan, query, offset, limit, rows);
            plan = where is not null && query is BoundSelect select ? TryPlanSeqOrder(select, where, sorted) ?? (Plan)sorted : sorted;
        }

        return offset is null && limit is null ? plan : new LimitPlan(plan, offset, limit) { EstimatedRows = rows };
    }

    private SortPlan Sort(Plan plan, BoundQuery query, ClauseValue? offset, ClauseValue? limit, double rows)
    {
        _evaluations = plan.EstimatedRows;
        var keys = query.OrderBy.Select(key => new SortKey(Compile(key.Expression), key.IsDescending)).ToArray();
        var detail = string.Join(
            ", ", query.OrderBy.Select(key => ExpressionText.Of(key.Expression) + (key.IsDescending ? " DESC" : string.Empty)));
        var canShare = !query.OrderBy.Exists(static key => BoundTree.MustKeep(key.Expression));
        return new(plan, keys, offset, limit, canShare, detail) { EstimatedRows = rows };
    }

    /// <summary>The predicate with the columns of a computed row replaced by what they are computed from.</summary>
    private static BoundExpression Substitute(BoundExpression predicate, int slot, List<BoundColumn> columns)
    {
        return Map(predicate);

        BoundExpression Map(BoundExpression part)
        {
            StackGuard.Check();
            return part is BoundRowValue row && row.Slot == slot ? columns[row.Ordinal].Expression : part.MapChildren(Map);
        }
    }
}
