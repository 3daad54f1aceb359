using Nedb.Query.Execution.Spills;
using Nedb.Storage.Values;

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

        private readonly RowGauge _gauge = new(inputSlots);
        private SpilledWindows? _spilled;
        private readonly RowBuffer _rows = new(inputSlots);
        private readonly List<WindowRun> _runs = [];
        private NedbValue[] _results = [];
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
            while (input.MoveNext())
            {
                frame.Tick();
                Add();
            }

            if (_spilled is not null)
                return;

            _results = new NedbValue[_rows.Count * windows.Length];
            for (var i = 0; i < windows.Length; i++)
                _runs[i].Compute(_rows, _results, windows.Length, i);
            _runs.Clear();
        }

        public override bool MoveNext()
        {
            if (_spilled is not null)
            {
                if (!_spilled.MoveNext(out var values))
                    return false;
                frame.Slots[slot] = values;
                return true;
            }

            if (_next >= _rows.Count)
                return false;
            _rows.Restore(frame, _next);
            frame.Slots[slot] = _results.AsSpan(windows.Length * _next++, windows.Length).ToArray();
            return true;
        }

        public override void Dispose()
        {
            input.Dispose();
            memory.Release();
        }

        private void Add()
        {
            if (_spilled is not null)
            {
                _spilled.Add();
                return;
            }

            _rows.Add(frame);
            _gauge.Add(frame);
            foreach (var run in _runs)
                run.Add();
            if (!memory.Hold(_gauge.Bytes + (_rowBytes * _rows.Count)))
                return;
            _spilled = new(memory.Fork(), inputSlots, windows);
            var present = new HeldRow(frame, inputSlots);
            for (var row = 0; row < _rows.Count; row++)
            {
                _rows.Restore(frame, row);
                _spilled.Add();
            }

            present.Restore();
            Clear();
        }

        private void Clear()
        {
            _rows.Clear();
            _gauge.Clear();
            _runs.Clear();
            _results = [];
            memory.Hold(0);
        }
    }
}
