using Nedb.Query.Execution.Batches;

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

    public override string Detail => detail;

    public override IReadOnlyList<Plan> Inputs => [first, second];

    public override int[] Slots { get; } = [.. first.Slots, .. second.Slots];

    public override bool CanShare => first.CanShare && second is HashLookupPlan && condition is null;

    public override void Prepare(Frame frame) => (second as HashLookupPlan)?.RowsOf(frame);

    protected override Operator Create(Frame frame)
    {
        var opened = first.Open(frame);
        return second is HashLookupPlan lookup && condition is null
            ? new HashRun(frame, opened, first.Slots, lookup, isOuter, Slots)
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

    /// <summary>A hash join: the rows of the first input in batches, each with its partners.</summary>
    private sealed class HashRun(Frame frame, Operator first, int[] firstSlots, HashLookupPlan lookup, bool isOuter, int[] slots)
        : Operator, IBatchOperator
    {
        private readonly BatchReader _reader = new(frame, first, firstSlots);
        private readonly int[] _partners = new int[RowBatch.Most];
        private readonly StepCounter? _counter = frame.Statistics?.Of(lookup);
        private RowBatch? _out;
        private JoinTable? _rows;
        private int _row;
        private int _nextOut;
        private bool _isNewRow;

        public override void Start()
        {
            first.Start();
            _rows = null;
            _row = _reader.Batch.Count = 0;
            _out = null;
        }

        public override bool MoveNext()
        {
            if (_out is null || _nextOut >= _out.Count)
            {
                if (!MoveNext(_out ??= new(frame.Slots.Length)))
                    return false;
                _nextOut = 0;
            }

            _out.Restore(frame, _nextOut++);
            return true;
        }

        public bool MoveNext(RowBatch batch)
        {
            batch.Reset(slots);
            while (batch.Count < batch.Capacity)
            {
                if (_row >= _reader.Batch.Count && !ReadFirst())
                    break;
                Append(batch);
            }

            if (_counter is not null)
                _counter.Rows += batch.Count;
            return batch.Count > 0;
        }

        public override void Dispose() => first.Dispose();

        private bool ReadFirst()
        {
            if (!_reader.Read())
                return false;
            _rows ??= lookup.RowsOf(frame);
            _rows.FindAll(frame, _reader.Batch, lookup.ProbeKeys, _partners.AsSpan(0, _reader.Batch.Count));
            if (_counter is not null)
                _counter.Starts += _reader.Batch.Count;
            _row = 0;
            _isNewRow = true;
            return true;
        }

        /// <summary>Adds the pairs of the present row that there is room for.</summary>
        private void Append(RowBatch batch)
        {
            var partner = _partners[_row];
            if (partner < 0 && _isNewRow && isOuter)
            {
                batch.Copy(_reader.Batch, _row, firstSlots);
                foreach (var slot in lookup.Slots)
                    batch.Column(slot)[batch.Count] = default;
                batch.Count++;
            }

            while (partner >= 0 && batch.Count < batch.Capacity)
            {
                batch.Copy(_reader.Batch, _row, firstSlots);
                _rows!.Copy(partner, batch);
                batch.Count++;
                partner = _rows.NextOf(partner);
            }

            _partners[_row] = partner;
            _isNewRow = partner < 0;
            if (_isNewRow)
                _row++;
        }
    }
}
