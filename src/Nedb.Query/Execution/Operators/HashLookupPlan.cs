namespace Nedb.Query.Execution.Operators;

/// <summary>
/// The rows of a step that depends on no outer slot and whose keys equal values of the outer slots. The step runs once, into a hash
/// table; each start is
/// one lookup. Under a nested loop this is a hash join, under a correlated subquery it is its decorrelation. Rows of equal keys keep
/// their order.
/// </summary>
internal sealed class HashLookupPlan(Plan input, Evaluator[] buildKeys, Evaluator[] probeKeys, bool[] nullsMatch, int state, string detail)
    : Plan
{
    public override string Name => "hash lookup";

    public override string Detail => detail;

    public override IReadOnlyList<Plan> Inputs => [input];

    public override int[] Slots => input.Slots;

    protected override Operator Create(Frame frame) => new Run(frame, this);

    private HashedRows Build(Frame frame)
    {
        var rows = new HashedRows(input.Slots, buildKeys, nullsMatch);
        using var source = input.Open(frame);
        source.Start();
        while (source.MoveNext())
        {
            frame.Tick();
            rows.Add(frame);
        }

        return rows;
    }

    private sealed class Run(Frame frame, HashLookupPlan plan) : Operator
    {
        private HashedRows? _rows;
        private int _next = -1;

        public override void Start()
        {
            frame.States[plan.State] ??= plan.Build(frame);
            _rows = (HashedRows)frame.States[plan.State]!;
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

    private int State => state;

    private Evaluator[] ProbeKeys => probeKeys;
}
