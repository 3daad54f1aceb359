using Nedb.Query.Execution.Batches;

namespace Nedb.Query.Execution.Operators;

/// <summary>One row for each group, in the order of the keys: the keys, then the aggregates. Without keys there is exactly one
/// row.</summary>
internal sealed class GroupPlan(Plan input, int slot, Evaluator[] keys, Aggregate[] aggregates, bool canShare, string detail) : Plan
{
    // Waking a thread costs about what reading some thousand rows does.
    private const double LeastShared = 20_000;

    public override string Name => keys.Length == 0 ? "aggregate" : "group";

    public override string Detail => detail;

    public override IReadOnlyList<Plan> Inputs => [input];

    public override int[] Slots { get; } = [slot];

    protected override Operator Create(Frame frame) => new Run(frame, this);

    private sealed class Run(Frame frame, GroupPlan plan) : Operator
    {
        private readonly Operator _input = plan.Input.Open(frame);
        private BatchReader? _reader;
        private GroupTable? _groups;
        private int[] _order = [];
        private int _next;

        public override void Start()
        {
            _next = 0;
            if (frame.Threads > 1 && frame.Statistics is null && plan.CanShareWork)
            {
                _groups = SharedGroups.Run(frame, plan.Input, plan.NewTable, frame.Threads);
                if (_groups.CanMerge)
                {
                    _order = _groups.Order();
                    return;
                }
            }

            _groups = plan.NewTable();
            _input.Start();
            _reader ??= new(frame, _input, plan.Input.Slots);
            while (_reader.Read())
                _groups.Add(frame, _reader.Batch);
            _order = _groups.Order();
        }

        public override bool MoveNext()
        {
            if (_next >= _order.Length)
                return false;
            frame.Slots[plan.Slots[0]] = _groups!.Row(_order[_next++]);
            return true;
        }

        public override void Dispose() => _input.Dispose();
    }

    private Plan Input => input;

    /// <summary>Whether there is enough to do that it pays to share it out, and whoever does it, it comes out the same.</summary>
    private bool CanShareWork => canShare && input.CanShare && BaseRows(input) >= LeastShared;

    private GroupTable NewTable() => new(keys, aggregates);

    private static double BaseRows(Plan plan)
    {
        while (plan.Inputs.Count > 0)
            plan = plan.Inputs[0];
        return plan.EstimatedRows;
    }
}
