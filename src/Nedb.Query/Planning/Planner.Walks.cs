using Nedb.Query.Binding;
using Nedb.Query.Execution;
using Nedb.Query.Execution.Operators;

namespace Nedb.Query.Planning;

/// <content>First rows in the order of an index.</content>
internal sealed partial class Planner
{
    // Within another way no further ones are planned: with each page within a page the work would double.
    private bool _isOtherWay;

    /// <summary>
    /// The first rows in an order: those that the sources give, where they give the order and enough of them fulfil the conditions; as soon
    /// as it turns out that they do not, all rows sorted.
    /// </summary>
    /// <param name="plan">What the sources give.</param>
    /// <param name="order">The order that they were asked for.</param>
    /// <param name="select">The query.</param>
    /// <param name="where">Its conditions.</param>
    /// <param name="context">Where the sources stand.</param>
    private Plan PlanWalk(Plan plan, OrderRequest order, BoundSelect select, List<BoundExpression> where, PlanContext context)
    {
        if (order.HoldsBack && (!order.IsSatisfied || (order.IsNatural && order.Walk is null)))
        {
            // The first rows do not come sooner, so nothing is to be gained by it.
            ForgetOrder(select.From!);
            return PlanSource(select.From!, where, context with { Order = null });
        }

        if (_isOtherWay || order is not { IsSatisfied: true, Walk: { } walk } || walk.EstimatedRows <= SmallCollection || !LosesRows(plan)
            || where.Exists(static condition => condition is not BoundSubquery { Kind: SubqueryKind.In } && BoundTree.MustKeep(condition)))
            return plan;
        ForgetOrder(select.From!);
        _isOtherWay = true;
        var other = PlanSource(select.From!, where, context with { Order = null });
        _isOtherWay = false;
        var costs = WalkCosts.Of(plan, walk, other);
        // Walking to the end may cost no more.
        if (costs.Once >= walk.EstimatedRows * costs.WalkedRow)
            return plan;
        if (!order.IsNatural)
            other = Sort(other, select, CompileClause(select.Offset), CompileClause(select.Limit), RowsOfPage);
        return new WalkPlan(plan, walk, other, costs) { EstimatedRows = plan.EstimatedRows };
    }

    /// <summary>Whether conditions take rows out of those that a step begins with.</summary>
    private static bool LosesRows(Plan plan) => plan switch
    {
        ScanPlan => false,
        FilterPlan { LosesFew: false } => true,
        NestedLoopPlan { IsOuter: true, Inputs: [var first, ..] } => LosesRows(first),
        HashLookupPlan { Inputs: [var input, ..] } => LosesRows(input),
        _ => plan.Inputs.Any(LosesRows),
    };

    /// <summary>Has the order of joins decided anew.</summary>
    private void ForgetOrder(BoundSource source)
    {
        if (source is not BoundJoinSource join)
            return;
        _ordered.Remove(join);
        ForgetOrder(join.Left);
        ForgetOrder(join.Right);
    }
}
