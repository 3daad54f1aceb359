using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Operators;

/// <summary>Computes the columns of a derived table into a row of their own, where reading them lazily would give something else.</summary>
internal sealed class ProjectPlan(Plan input, int slot, Evaluator[] columns) : Plan
{
    public override string Name => "project";

    public override string Detail => $"{columns.Length} columns";

    public override IReadOnlyList<Plan> Inputs => [input];

    public override int[] Slots { get; } = [slot];

    /// <summary>Gives the rows that are computed from.</summary>
    public Plan Source => input;

    public Evaluator[] Columns => columns;

    protected override Operator Create(Frame frame) => new Run(frame, input.Open(frame), slot, columns);

    private sealed class Run(Frame frame, Operator input, int slot, Evaluator[] columns) : Operator
    {
        private NedbValue[]? _row; // where rows may be reused

        public override void Start() => input.Start();

        public override bool MoveNext()
        {
            if (!input.MoveNext())
                return false;
            var row = _row ?? new NedbValue[columns.Length];
            for (var i = 0; i < columns.Length; i++)
                columns[i].Evaluate(frame, out row[i]);
            frame.Slots[slot] = row;
            return true;
        }

        public override void ReuseRows()
        {
            _row = new NedbValue[columns.Length];
            input.ReuseRows();
        }

        public override void Dispose() => input.Dispose();
    }
}
