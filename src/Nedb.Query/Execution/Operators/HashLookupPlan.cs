using Nedb.Query.Execution.Batches;

namespace Nedb.Query.Execution.Operators;

/// <summary>
/// The rows of a step that depends on no outer slot and whose keys equal values of the outer slots. The step runs once, into a hash
/// table; each start is one lookup. Under a nested loop this is a hash join, under a correlated subquery it is its decorrelation. Rows of
/// equal keys keep their order.
/// </summary>
internal sealed class HashLookupPlan(Plan input, Evaluator[] buildKeys, Evaluator[] probeKeys, bool[] nullsMatch, int state, string detail)
    : Plan
{
    public override string Name => "hash lookup";

    public override string Detail => detail;

    public override IReadOnlyList<Plan> Inputs => [input];

    public override int[] Slots => input.Slots;

    /// <summary>What the outer slots are asked for.</summary>
    public Evaluator[] ProbeKeys => probeKeys;

    /// <summary>The rows of the step, which are read where that was not yet done.</summary>
    public JoinTable RowsOf(Frame frame) => (JoinTable)(frame.States[state] ??= Build(frame));

    protected override Operator Create(Frame frame) => new Run(frame, this);

    private JoinTable Build(Frame frame)
    {
        var rows = new JoinTable(new(frame, this), input.Slots, buildKeys, nullsMatch);
        using var source = input.Open(frame);
        source.Start();
        var reader = new BatchReader(frame, source, input.Slots);
        while (reader.Read())
            rows.AddAll(frame, reader.Batch);
        rows.Complete();
        return rows;
    }

    private sealed class Run(Frame frame, HashLookupPlan plan) : Operator
    {
        private JoinTable? _rows;
        private int _next = -1;

        public override void Start()
        {
            _rows = plan.RowsOf(frame);
            _next = _rows.Find(frame, plan.ProbeKeys);
        }

        public override bool MoveNext()
        {
            if (_next < 0)
                return false;
            _rows!.Restore(frame, _next);
            _next = _rows.NextOf(_next);
            return true;
        }
    }
}
