namespace Nedb.Query.Execution.Operators;

/// <summary>
/// For each row of the first input, the rows of the second. The second reads the slots of the first, so it may be an index lookup, a hash
/// lookup or a
/// lateral query; the order is that of the first, then that of the second. As an outer join it shows a row of the first without a partner
/// too.
/// </summary>
internal sealed class NestedLoopPlan(Plan first, Plan second, Evaluator? condition, bool isOuter, string detail) : Plan
{
    public override string Name => isOuter ? "left join" : "join";

    /// <summary>Whether a row of the first input is shown without a partner too.</summary>
    public bool IsOuter => isOuter;

    /// <summary>Whether only the first rows may be wanted.</summary>
    public bool ExpectsFew { get; init; }

    public override string Detail => detail;

    public override IReadOnlyList<Plan> Inputs => [first, second];

    public override int[] Slots { get; } = [.. first.Slots, .. second.Slots];

    public override bool CanShare => first.CanShare && second is HashLookupPlan && condition is null;

    public override void Prepare(Frame frame) => (second as HashLookupPlan)?.RowsOf(frame);

    protected override Operator Create(Frame frame)
    {
        var opened = first.Open(frame);
        return second is HashLookupPlan lookup && condition is null
            ? new HashJoin(frame, opened, first.Slots, lookup, isOuter, ExpectsFew, Slots)
            : new Run(frame, opened, second.Open(frame), condition, isOuter, second.Slots);
    }

    private sealed class Run(Frame frame, Operator first, Operator second, Evaluator? condition, bool isOuter, int[] secondSlots) : Operator
    {
        private bool _isInside;
        private bool _hasPartner;

        public override void Start()
        {
            _isInside = false;
            first.Start();
        }

        public override bool MoveNext()
        {
            while (true)
            {
                if (!_isInside)
                {
                    if (!first.MoveNext())
                        return false;
                    second.Start();
                    _isInside = true;
                    _hasPartner = false;
                }

                while (second.MoveNext())
                {
                    frame.Tick();
                    if (condition is not null && !condition.EvaluateBoolean(frame))
                        continue;
                    _hasPartner = true;
                    return true;
                }

                _isInside = false;
                frame.Tick();
                if (!isOuter || _hasPartner)
                    continue;
                foreach (var slot in secondSlots)
                    frame.Slots[slot] = null;
                return true;
            }
        }

        public override void Dispose()
        {
            first.Dispose();
            second.Dispose();
        }
    }
}
