using Nedb.Query.Execution.Spills;

namespace Nedb.Query.Execution.Operators;

/// <summary>Keeps the rows of a step that depends on no outer slot, so that it runs once however often it is started.</summary>
internal sealed class BufferPlan(Plan input, int state) : Plan
{
    public override string Name => "buffer";

    public override IReadOnlyList<Plan> Inputs => [input];

    public override int[] Slots => input.Slots;

    protected override Operator Create(Frame frame) => new Run(frame, this, state);

    private RowStore Fill(Frame frame)
    {
        var rows = new RowStore(new(frame, this), input.Slots);
        using var source = input.Open(frame);
        source.Start();
        while (source.MoveNext())
        {
            frame.Tick();
            rows.Add();
        }

        return rows;
    }

    private sealed class Run(Frame frame, BufferPlan plan, int state) : Operator
    {
        private RowStore? _rows;
        private long _next;

        public override void Start()
        {
            frame.States[state] ??= plan.Fill(frame);
            _rows = (RowStore)frame.States[state]!;
            _next = 0;
        }

        public override bool MoveNext()
        {
            if (_next >= _rows!.Count)
                return false;
            _rows.Restore(_next++);
            return true;
        }
    }
}
