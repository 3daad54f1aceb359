using Nedb.Query.Execution.Batches;
using Nedb.Query.Execution.Spills;

namespace Nedb.Query.Execution.Operators;

/// <summary>
/// Orders rows, stably: rows with equal keys keep the order of their arrival, which is the deterministic one. With a limit only the best
/// rows are kept:
/// whenever twice as many have come together, the worse half is dropped. What the memory has no room for is sorted in parts, which lie in a
/// file and are merged.
/// </summary>
/// <param name="input">The rows.</param>
/// <param name="keys">What they are ordered by.</param>
/// <param name="offset">How many of them are left out first.</param>
/// <param name="limit">How many are wanted.</param>
/// <param name="canShare">Whether several threads may compute the keys.</param>
/// <param name="detail">What is shown of the keys.</param>
internal sealed class SortPlan(
    Plan input, SortKey[] keys, ClauseValue? offset, ClauseValue? limit, bool canShare, string detail) : Plan
{
    private readonly Plan _input = input;

    public override string Name => limit is null ? "sort" : "top";

    public override string Detail => detail;

    public override IReadOnlyList<Plan> Inputs => [_input];

    public override int[] Slots => _input.Slots;

    // More rows than these are gathered and sorted from time to time.
    private const int MostOfHeap = 1024;

    protected override Operator Create(Frame frame)
    {
        var all = new Run(frame, this, _input.Open(frame));
        return limit is null ? all : new TopRun(frame, this, all);
    }

    /// <summary>How many rows are wanted, those included that are left out first.</summary>
    private long CountKept(Frame frame)
    {
        if (ClauseValue.Count(frame, limit, "LIMIT") is not { } count)
            return long.MaxValue;
        var kept = count + (ClauseValue.Count(frame, offset, "OFFSET") ?? 0);
        return kept < 0 ? long.MaxValue : kept;
    }

    /// <summary>Keeps the rows that are wanted in a heap, where they are few.</summary>
    private sealed class TopRun(Frame frame, SortPlan plan, Run all) : Operator
    {
        // A reference to a row has two words.
        private const int ReferenceBytes = 16;

        private readonly StepMemory _memory = new(frame, plan);
        private BatchReader? _reader;
        private TopRows? _rows;
        private int[] _order = [];
        private int _next;

        public override void Start()
        {
            var kept = plan.CountKept(frame);
            if (kept is 0 or > MostOfHeap)
            {
                _rows = null;
                all.Start();
                return;
            }

            _rows = frame.Threads > 1 && frame.Statistics is null && plan.CanShareWork ? StartShared((int)kept) : StartAlone((int)kept);
            _order = _rows.Order();
            _memory.Hold(_order.Length * ((long)(ReferenceBytes * plan.Slots.Length) + (ValueSize.ValueBytes * plan.Keys.Length)));
            _next = 0;
        }

        private TopRows StartAlone(int kept)
        {
            var rows = _rows is { } before && before.Most == kept ? before : new TopRows(plan.Slots, plan.Keys, kept);
            rows.Clear();
            all.Input.Start();
            _reader ??= new(frame, all.Input, plan.Slots);
            while (_reader.Read())
                rows.Add(frame, _reader.Batch);
            return rows;
        }

        /// <summary>Each thread keeps the first of the rows that it takes.</summary>
        private TopRows StartShared(int kept)
        {
            // They are few, so their memory is counted when all are there.
            var rows = SharedWork.Run(
                frame, plan._input, () => new TopRows(plan.Slots, plan.Keys, kept), static (top, own, batch) => top.Add(own, batch),
                static _ => 0);
            if (rows is null)
                return StartAlone(kept);
            for (var i = 1; i < rows.Length; i++)
                rows[0].Merge(rows[i]);
            return rows[0];
        }

        public override bool MoveNext()
        {
            if (_rows is null)
                return all.MoveNext();
            if (_next >= _order.Length)
                return false;
            _rows.Restore(frame, _order[_next++]);
            return true;
        }

        public override bool Skip(long count) => _rows is null ? all.Skip(count) : Skip(count, ref _next, _order.Length);

        public override void Dispose()
        {
            all.Dispose();
            _memory.Release();
        }
    }

    private sealed class Run(Frame frame, SortPlan plan, Operator input) : Operator
    {
        public Operator Input => input;

        private const int LeastBatch = 64;

        private readonly RowBuffer _rows = new(plan.Slots);
        private readonly SortedKeys _keys = new(plan.Keys);
        private readonly RowGauge _gauge = new(plan.Slots);
        private readonly StepMemory _memory = new(frame, plan);
        private RowSorter? _spilled;
        private long _left;
        private BatchReader? _reader;
        private int[] _order = [];
        private int _next;

        public override void Start()
        {
            _memory.Reset();
            Clear();
            _spilled = null;
            var kept = plan.CountKept(frame);
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
                    if (_spilled is not null)
                        _spilled.Add(plan.Keys);
                    else if (_keys.TryAdd(frame))
                        Add(batch, (int)Math.Min(kept, int.MaxValue));
                }

                if (_spilled is null && _memory.Hold(_gauge.Bytes + _keys.Bytes))
                    Spill();
            }

            _left = kept;
            if (_spilled is not null)
                return;
            _order = _keys.Sort(frame);
            if (_order.Length > kept)
                Array.Resize(ref _order, (int)kept);
        }

        private void Add(int batch, int kept)
        {
            _rows.Add(frame);
            _gauge.Add(frame);
            if (_rows.Count < batch)
                return;
            _rows.Keep(_keys.KeepBest(frame, kept));
            _gauge.Clear();
            for (var row = 0; row < _rows.Count; row++)
            {
                _rows.Restore(frame, row);
                _gauge.Add(frame);
            }
        }

        private void Spill()
        {
            _spilled = new(_memory.Fork(), plan.Slots);
            for (var row = 0; row < _rows.Count; row++)
            {
                _rows.Restore(frame, row);
                _keys.Write(row, _spilled.Key);
                _spilled.Add();
            }

            Clear();
        }

        private void Clear()
        {
            _rows.Clear();
            _keys.Clear();
            _gauge.Clear();
            _memory.Hold(0);
        }

        public override bool MoveNext()
        {
            if (_spilled is not null)
                return _left-- > 0 && _spilled.MoveNext();
            if (_next >= _order.Length)
                return false;
            _rows.Restore(frame, _order[_next++]);
            return true;
        }

        public override bool Skip(long count) => _spilled is null ? Skip(count, ref _next, _order.Length) : base.Skip(count);

        public override void Dispose()
        {
            input.Dispose();
            _memory.Release();
        }
    }

    private SortKey[] Keys => keys;

    private bool CanShareWork => canShare && SharedWork.Pays(_input) && PassesParts(_input);

    /// <summary>Whether each batch that a step gives is of one part of the scan, and says of which; so equal rows keep their
    /// order.</summary>
    private static bool PassesParts(Plan plan)
    {
        while (plan is FilterPlan filter)
            plan = filter.Inputs[0];
        return plan is ScanPlan;
    }
}
