namespace Nedb.Query.Execution.Operators;

/// <summary>Keeps the rows for which every condition is true.</summary>
internal sealed class FilterPlan(Plan input, Evaluator condition, string detail) : Plan
{
    public override string Name => "filter";

    public override string Detail => detail;

    public override IReadOnlyList<Plan> Inputs => [input];

    public override int[] Slots => input.Slots;

    protected override Operator Create(Frame frame) => new Run(frame, input.Open(frame), condition);

    private sealed class Run(Frame frame, Operator input, Evaluator condition) : Operator
    {
        public override void Start() => input.Start();

        public override bool MoveNext()
        {
            while (input.MoveNext())
            {
                if (condition.EvaluateBoolean(frame))
                    return true;
                frame.Tick();
            }

            return false;
        }

        public override void Dispose() => input.Dispose();
    }
}
