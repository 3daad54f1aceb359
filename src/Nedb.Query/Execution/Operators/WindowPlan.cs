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
            + (windows.Max(static window => window.OrderBy.Length) * (long)ValueSize.ValueBytes) + sizeof(int);

        private readonly RowGauge _gauge = new(inputSlots);
        private SpilledWindows? _spilled;
        private readonly RowBuffer _rows = new(inputSlots);
        private NedbValue[][] _results = [];
        private int _next;

        public override void Start()
        {
            memory.Reset();
            Clear();
            _spilled = null;
            _next = 0;
            input.Start();
            while (input.MoveNext())
            {
                frame.Tick();
                Add();
            }

            if (_spilled is not null)
                return;

            _results = new NedbValue[_rows.Count][];
            for (var i = 0; i < _results.Length; i++)
                _results[i] = new NedbValue[windows.Length];
            for (var i = 0; i < windows.Length; i++)
                new WindowRun(frame, _rows, windows[i]).Compute(_results, i);
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
            frame.Slots[slot] = _results[_next++];
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
            _results = [];
            memory.Hold(0);
        }
    }
}
