using Nedb.Query.Binding;
using Nedb.Query.Execution;
using Nedb.Query.Execution.Evaluators;
using Nedb.Query.Execution.Operators;

namespace Nedb.Query.Planning;

/// <content>Documents by the values of a query.</content>
internal sealed partial class Planner
{
    /// <summary>The values of queries that depend on no outer row, which are gathered once wherever they are asked for.</summary>
    private readonly Dictionary<BoundQuery, QueryValues> _queried = new(ReferenceEqualityComparer.Instance);

    /// <summary>The documents of which a field is among the values of a query, where an index finds them if those are few; null without
    /// such a condition or index.</summary>
    private Plan? TryPlanValues(BoundCollectionSource source, List<BoundExpression> predicates, PlanContext context)
    {
        if (context.IsRepeated || source.IsHistory || !predicates.Exists(static predicate => predicate is BoundSubquery)
            || ChoosePath(source, predicates, withQueries: true) is not { List.Predicate: BoundSubquery query } path)
            return null;
        var asked = PlanPath(source, predicates, ChoosePath(source, predicates), context);
        var rows = path.EstimatedRows / PathTerm.ItemsOfArray;
        var most = (int)(CountOf(source.Collection) / (WalkCosts.Lookup * (1 + rows)));
        // An order that comes from walking is not given up for less reading.
        if (most < 1 || context.Order is { IsSatisfied: true, IsNatural: false })
            return asked;
        var sought = PlanPath(source, predicates, path, context with { Order = null });
        return new FewValuesPlan(sought, asked, ValuesOf(query), most) { EstimatedRows = sought.EstimatedRows };
    }

    private QueryValues ValuesOf(BoundSubquery query)
    {
        if (!_queried.TryGetValue(query.Rows, out var values))
            _queried.Add(query.Rows, values = MakeValues(query));
        return values;
    }
}
