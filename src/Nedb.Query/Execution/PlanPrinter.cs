using Nedb.Query.Binding;
using Nedb.Query.Planning;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution;

/// <summary>Plans as rows, for EXPLAIN.</summary>
internal static class PlanPrinter
{
    public static NqlColumn[] Columns { get; } =
    [
        new("step", StaticTypes.String, false),
        new("detail", StaticTypes.String, false),
        new("estimate", StaticTypes.Int64, false),
        new("starts", StaticTypes.Int64),
        new("rows", StaticTypes.Int64),
        new("ms", new(FieldKind.Double)),
        new("memory", StaticTypes.Int64),
        new("spilled", StaticTypes.Int64),
    ];

    /// <summary>
    /// A row for each step, the last one first, its inputs indented beneath it; behind them the same of each query that an expression asks.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="statistics">What each step did; null where it was not run.</param>
    public static List<NedbValue[]> Print(QueryPlan plan, PlanStatistics? statistics)
    {
        var rows = new List<NedbValue[]>();
        Add(plan.Root, 0);
        foreach (var compiled in plan.Subqueries.GroupBy(static subquery => subquery.Rows, ReferenceEqualityComparer.Instance))
        {
            // One was compiled for each way of the query that was looked at, and at most one of them runs.
            var subquery = compiled.FirstOrDefault(one => statistics?.Of(one.Plan).Starts > 0) ?? compiled.Last();
            rows.Add([NedbValue.FromString("subquery"), NedbValue.FromString(NameOf(subquery.Kind)), Estimate(subquery.Plan), .. Nothing]);
            Add(subquery.Plan, 1);
        }

        return rows;

        void Add(Plan step, int depth)
        {
            var counter = statistics?.Of(step);
            rows.Add(
            [
                NedbValue.FromString(new string(' ', 2 * depth) + step.Name),
                NedbValue.FromString(step.Detail),
                Estimate(step),
                counter is null ? default : NedbValue.FromInt64(counter.Starts),
                counter is null ? default : NedbValue.FromInt64(counter.Rows),
                counter is null ? default : NedbValue.FromDouble(Math.Round(counter.Milliseconds, 3)),
                counter is null ? default : NedbValue.FromInt64(counter.PeakBytes),
                counter is null ? default : NedbValue.FromInt64(counter.SpilledBytes),
            ]);
            foreach (var input in step.Inputs)
                Add(input, depth + 1);
        }
    }

    private static NedbValue[] Nothing { get; } = new NedbValue[5];

    private static NedbValue Estimate(Plan step) => NedbValue.FromInt64((long)Math.Min(step.EstimatedRows, 1e15));

    private static string NameOf(SubqueryKind kind) => kind.ToString().ToUpperInvariant();
}
