using Nedb.Query.Execution.Batches;
using Nedb.Query.Execution.Spills;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Operators;

/// <summary>Adds to each row the results of window functions. Rows keep the order in which they came.</summary>
internal sealed class WindowPlan(Plan input, int slot, Window[] windows) : Plan
{
    public override string Name => "window";

    public override string Detail => string.Join(", ", windows.Select(static window => window.Kind.ToString()));

    public override IReadOnlyList<Plan> Inputs => [input];

    public override int[] Slots { get; } = [.. input.Slots, slot];

    protected override Operator Create(Frame frame) => new Run(frame, input.Open(frame), new(frame, this), input.Slots, slot, windows);

    private sealed class Run(Frame frame, Operator input, StepMemory memory, int[] inputSlots, int slot, Window[] windows) : Operator
    {
        // What computing takes for a row beside the row: its keys, its place, its results.
        private readonly long _rowBytes = ValueSize.ObjectBytes + sizeof(long) + (ValueSize.ValueBytes * (long)windows.Length)
            + (windows.Sum(static window => window.OrderBy.Length) * (long)ValueSize.ValueBytes) + (2 * sizeof(int));

        private readonly BatchReader _reader = new(frame, input, inputSlots);
        private readonly RowGauge _gauge = new(inputSlots);
        private readonly RowBuffer _rows = new(inputSlots);
        private readonly PiecedRows<NedbValue> _results = new(windows.Length);
        private readonly List<WindowRun> _runs = [];
        private SpilledWindows? _spilled;
        private NedbValue[]? _reused;
        private int _next;

        public override void Start()
        {
            memory.Reset();
            Clear();
            _spilled = null;
            _next = 0;
            foreach (var window in windows)
                _runs.Add(new(frame, window, _runs.Find(run => run.HasPartitionsOf(window))));
            input.Start();
            while (_reader.Read())
                AddAll(_reader.Batch);
            if (_spilled is not null)
                return;

            for (var row = 0; row < _rows.Count; row++)
                _results.Add();
            for (var i = 0; i < windows.Length; i++)
                _runs[i].Compute(_rows, _results, i);
            ClearRuns();
        }

        public override bool MoveNext()
        {
            if (_spilled is not null)
                return MoveNext(_spilled);
            if (_next >= _rows.Count)
                return false;
            _rows.Restore(frame, _next);
            ShowResults();
            return true;
        }

        public override bool MoveNext(int readSlot, out RowHandle row)
        {
            row = default;
            if (_spilled is not null)
                return MoveNext(_spilled);
            if (_next >= _rows.Count)
                return false;
            _rows.Restore(frame, _next, readSlot, out row);
            ShowResults();
            return true;
        }

        public override bool Skip(long count) => _spilled is null ? Skip(count, ref _next, _rows.Count) : base.Skip(count);

        public override void ReuseRows() => _reused = new NedbValue[windows.Length];

        public override void Dispose()
        {
            input.Dispose();
            Clear();
            memory.Release();
        }

        private bool MoveNext(SpilledWindows spilled)
        {
            if (!spilled.MoveNext(out var values))
                return false;
            frame.Slots[slot] = values;
            return true;
        }

        private void ShowResults()
        {
            var results = _reused ?? new NedbValue[windows.Length];
            _results[_next++].CopyTo(results);
            frame.Slots[slot] = results;
        }

        private void AddAll(RowBatch batch)
        {
            if (_spilled is not null)
            {
                for (var row = 0; row < batch.Count; row++)
                {
                    frame.Tick();
                    batch.Restore(frame, row);
                    _spilled.Add();
                }

                return;
            }

            _rows.AddAll(batch);
            _gauge.AddAll(batch);
            foreach (var run in _runs)
                run.AddAll(batch);
            if (!memory.Hold(_gauge.Bytes + (_rowBytes * _rows.Count)))
                return;
            _spilled = new(memory.Fork(), inputSlots, windows);
            for (var row = 0; row < _rows.Count; row++)
            {
                _rows.Restore(frame, row);
                _spilled.Add();
            }

            Clear();
        }

        private void Clear()
        {
            _rows.Clear();
            _gauge.Clear();
            _results.Clear();
            ClearRuns();
            memory.Hold(0);
        }

        private void ClearRuns()
        {
            foreach (var run in _runs)
                run.Release();
            _runs.Clear();
        }
    }
}
