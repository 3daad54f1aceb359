namespace Nedb.Query.Execution.Operators;

/// <summary>Keeps the rows of a step that depends on no outer slot, so that it runs once however often it is started.</summary>
internal sealed class BufferPlan(Plan input, int state) : Plan
{
    public override string Name => "buffer";

    public override IReadOnlyList<Plan> Inputs => [input];

    public override int[] Slots => input.Slots;

    protected override Operator Create(Frame frame) => new Run(frame, input, state);

    private static RowBuffer Fill(Frame frame, Plan input)
    {
        var rows = new RowBuffer(input.Slots);
        using var source = input.Open(frame);
        source.Start();
        while (source.MoveNext())
        {
            frame.Tick();
            rows.Add(frame);
        }

        return rows;
    }

    private sealed class Run(Frame frame, Plan input, int state) : Operator
    {
        private RowBuffer? _rows;
        private int _next;

        public override void Start()
        {
            frame.States[state] ??= Fill(frame, input);
            _rows = (RowBuffer)frame.States[state]!;
            _next = 0;
        }

        public override bool MoveNext()
        {
            if (_next >= _rows!.Count)
                return false;
            _rows.Restore(frame, _next++);
            return true;
        }
    }
}
