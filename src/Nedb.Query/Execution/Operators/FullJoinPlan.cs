using Nedb.Query.Execution.Spills;

namespace Nedb.Query.Execution.Operators;

/// <summary>
/// RIGHT and FULL join: as a hash join from the first input into the second, which remembers whom it met; afterwards come the rows of the
/// second that
/// met nobody, in their order. Without keys every row of the second is a candidate.
/// </summary>
internal sealed class FullJoinPlan(
    Plan first, Plan second, Evaluator[] firstKeys, Evaluator[] secondKeys, bool[] nullsMatch, Evaluator? condition, bool keepsFirst,
        string detail) : Plan
{
    public override string Name => keepsFirst ? "full join" : "right join";

    public override string Detail => detail;

    public override IReadOnlyList<Plan> Inputs => [first, second];

    public override int[] Slots { get; } = [.. first.Slots, .. second.Slots];

    protected override Operator Create(Frame frame) => new Run(frame, this, first.Open(frame), second.Open(frame));

    private sealed class Run(Frame frame, FullJoinPlan plan, Operator first, Operator second) : Operator
    {
        private readonly StepMemory _memory = new(frame, plan);
        private HashedRows? _rows;
        private OrderedRows? _unmet;
        private bool[] _met = [];
        private int _candidate = -1;
        private bool _isInside;
        private bool _hasPartner;
        private int _leftOver;

        public override void Start()
        {
            _memory.Reset();
            _rows = new(_memory, plan.Second.Slots, plan.SecondKeys, plan.NullsMatch);
            _unmet = null;
            second.Start();
            while (second.MoveNext())
            {
                frame.Tick();
                _rows.Add(frame);
            }

            _rows.Complete();
            _met = new bool[_rows.Count];
            _isInside = false;
            _leftOver = -1;
            first.Start();
        }

        public override bool MoveNext() => _leftOver < 0 && MoveInner() || MoveLeftOver();

        private bool MoveInner()
        {
            while (true)
            {
                if (!_isInside)
                {
                    if (!first.MoveNext())
                    {
                        _leftOver = 0;
                        _unmet = _rows!.Unmarked(_met);
                        return false;
                    }

                    _candidate = _rows!.Find(frame, plan.FirstKeys);
                    _isInside = true;
                    _hasPartner = false;
                }

                while (_candidate >= 0)
                {
                    frame.Tick();
                    var row = _candidate;
                    _rows!.Restore(frame, row);
                    _candidate = _rows.NextOf(row);
                    if (plan.Condition is { } condition && !condition.EvaluateBoolean(frame))
                        continue;
                    _met[row] = true;
                    _hasPartner = true;
                    return true;
                }

                _isInside = false;
                if (_hasPartner || !plan.KeepsFirst)
                    continue;
                foreach (var slot in plan.Second.Slots)
                    frame.Slots[slot] = null;
                return true;
            }
        }

        private bool MoveLeftOver()
        {
            if (_unmet is not null)
            {
                foreach (var slot in plan.First.Slots)
                    frame.Slots[slot] = null;
                return _unmet.MoveNext(frame);
            }

            for (; _leftOver < _met.Length; _leftOver++)
            {
                frame.Tick();
                if (_met[_leftOver])
                    continue;
                foreach (var slot in plan.First.Slots)
                    frame.Slots[slot] = null;
                _rows!.Restore(frame, _leftOver++);
                return true;
            }

            return false;
        }

        public override void Dispose()
        {
            first.Dispose();
            second.Dispose();
            _memory.Release();
        }
    }

    private Plan First => first;

    private Plan Second => second;

    private Evaluator[] FirstKeys => firstKeys;

    private Evaluator? Condition => condition;

    private bool KeepsFirst => keepsFirst;

    private Evaluator[] SecondKeys => secondKeys;

    private bool[] NullsMatch => nullsMatch;
}
