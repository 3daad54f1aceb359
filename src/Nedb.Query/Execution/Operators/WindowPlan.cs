using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Operators;

/// <summary>Adds to each row the results of window functions. Rows keep the order in which they came.</summary>
internal sealed class WindowPlan(Plan input, int slot, Window[] windows) : Plan
{
    public override string Name => "window";

    public override string Detail => string.Join(", ", windows.Select(static window => window.Kind.ToString()));

    public override IReadOnlyList<Plan> Inputs => [input];

    public override int[] Slots { get; } = [.. input.Slots, slot];

    protected override Operator Create(Frame frame) => new Run(frame, input.Open(frame), input.Slots, slot, windows);

    private sealed class Run(Frame frame, Operator input, int[] inputSlots, int slot, Window[] windows) : Operator
    {
        private readonly RowBuffer _rows = new(inputSlots);
        private NedbValue[][] _results = [];
        private int _next;

        public override void Start()
        {
            _rows.Clear();
            _next = 0;
            input.Start();
            while (input.MoveNext())
            {
                frame.Tick();
                _rows.Add(frame);
            }

            _results = new NedbValue[_rows.Count][];
            for (var i = 0; i < _results.Length; i++)
                _results[i] = new NedbValue[windows.Length];
            for (var i = 0; i < windows.Length; i++)
                new WindowRun(frame, _rows, windows[i]).Compute(_results, i);
        }

        public override bool MoveNext()
        {
            if (_next >= _rows.Count)
                return false;
            _rows.Restore(frame, _next);
            frame.Slots[slot] = _results[_next++];
            return true;
        }

        public override void Dispose() => input.Dispose();
    }
}
