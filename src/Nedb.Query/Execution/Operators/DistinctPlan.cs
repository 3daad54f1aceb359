using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Operators;

/// <summary>Keeps the first of equal rows, in the order of their arrival. The rows lie in one slot.</summary>
internal sealed class DistinctPlan(Plan input, int slot, int width) : Plan
{
    public override string Name => "distinct";

    public override IReadOnlyList<Plan> Inputs => [input];

    public override int[] Slots => input.Slots;

    protected override Operator Create(Frame frame) => new Run(frame, input.Open(frame), slot, width);

    private sealed class Run(Frame frame, Operator input, int slot, int width) : Operator
    {
        private ValueTable _seen = new(width);

        public override void Start()
        {
            if (_seen.Count > 0)
                _seen = new(width);
            input.Start();
        }

        public override bool MoveNext()
        {
            while (input.MoveNext())
            {
                frame.Tick();
                _seen.FindOrAdd((NedbValue[])frame.Slots[slot]!, out var isNew);
                if (isNew)
                    return true;
            }

            return false;
        }

        public override void Dispose() => input.Dispose();
    }
}
