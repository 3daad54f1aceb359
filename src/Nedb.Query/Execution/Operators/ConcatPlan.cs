namespace Nedb.Query.Execution.Operators;

/// <summary>The rows of the first input, then those of the second, and so on; all set the same slot.</summary>
internal sealed class ConcatPlan(Plan[] inputs, int slot) : Plan
{
    public override string Name => "concat";

    public override IReadOnlyList<Plan> Inputs => inputs;

    public override int[] Slots { get; } = [slot];

    protected override Operator Create(Frame frame) => new Run(frame, inputs);

    private sealed class Run(Frame frame, Plan[] inputs) : Operator
    {
        private readonly Operator?[] _opened = new Operator?[inputs.Length];
        private int _current = -1;

        public override void Start()
        {
            _current = -1;
            Advance();
        }

        public override bool MoveNext()
        {
            while (_current < inputs.Length)
            {
                if (_opened[_current]!.MoveNext())
                    return true;
                Advance();
            }

            return false;
        }

        public override void Dispose()
        {
            foreach (var opened in _opened)
                opened?.Dispose();
        }

        private void Advance()
        {
            if (++_current < inputs.Length)
                (_opened[_current] ??= inputs[_current].Open(frame)).Start();
        }
    }
}
