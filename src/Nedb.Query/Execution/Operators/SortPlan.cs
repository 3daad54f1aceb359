using Nedb.Query.Execution.Batches;

namespace Nedb.Query.Execution.Operators;

/// <summary>
/// Orders rows, stably: rows with equal keys keep the order of their arrival, which is the deterministic one. With a limit only the best
/// rows are kept:
/// whenever twice as many have come together, the worse half is dropped.
/// </summary>
internal sealed class SortPlan(Plan input, SortKey[] keys, Evaluator? offset, Evaluator? limit, string detail) : Plan
{
    public override string Name => limit is null ? "sort" : "top";

    public override string Detail => detail;

    public override IReadOnlyList<Plan> Inputs => [input];

    public override int[] Slots => input.Slots;

    protected override Operator Create(Frame frame) => new Run(frame, this, input.Open(frame));

    private sealed class Run(Frame frame, SortPlan plan, Operator input) : Operator
    {
        private const int LeastBatch = 64;

        private readonly RowBuffer _rows = new(plan.Slots);
        private readonly SortedKeys _keys = new(plan.Keys);
        private BatchReader? _reader;
        private int[] _order = [];
        private int _next;

        public override void Start()
        {
            _rows.Clear();
            _keys.Clear();
            var limit = LimitPlan.CountOf(frame, plan.Limit, "LIMIT");
            var kept = limit is { } count ? count + (LimitPlan.CountOf(frame, plan.Offset, "OFFSET") ?? 0) : long.MaxValue;
            if (kept < 0)
                kept = long.MaxValue;
            _next = 0;
            _order = [];
            if (kept == 0)
                return;
            var batch = kept > int.MaxValue / 2 ? int.MaxValue : Math.Max((int)kept * 2, LeastBatch);
            input.Start();
            _reader ??= new(frame, input, plan.Slots);
            Span<bool> marks = stackalloc bool[RowBatch.Most];
            while (_reader.Read())
            {
                var rows = _reader.Batch;
                if (_keys.TryMark(frame, rows, marks[..rows.Count]))
                    rows.Keep(marks[..rows.Count]);
                for (var row = 0; row < rows.Count; row++)
                {
                    rows.Restore(frame, row);
                    if (!_keys.TryAdd(frame))
                        continue;
                    _rows.Add(frame);
                    if (_rows.Count >= batch)
                        _rows.Keep(_keys.KeepBest((int)kept));
                }
            }

            _order = _keys.Sort();
            if (_order.Length > kept)
                Array.Resize(ref _order, (int)kept);
        }

        public override bool MoveNext()
        {
            if (_next >= _order.Length)
                return false;
            _rows.Restore(frame, _order[_next++]);
            return true;
        }

        public override void Dispose() => input.Dispose();
    }

    private SortKey[] Keys => keys;

    private Evaluator? Limit => limit;

    private Evaluator? Offset => offset;
}
