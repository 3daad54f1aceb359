using Nedb.Query.Binding;
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

    /// <summary>A row for each step, the last one first, its inputs indented beneath it.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="statistics">What each step did; null where it was not run.</param>
    public static List<NedbValue[]> Print(Plan plan, PlanStatistics? statistics)
    {
        var rows = new List<NedbValue[]>();
        Add(plan, 0);
        return rows;

        void Add(Plan step, int depth)
        {
            var counter = statistics?.Of(step);
            rows.Add(
            [
                NedbValue.FromString(new string(' ', 2 * depth) + step.Name),
                NedbValue.FromString(step.Detail),
                NedbValue.FromInt64((long)Math.Min(step.EstimatedRows, 1e15)),
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
}
