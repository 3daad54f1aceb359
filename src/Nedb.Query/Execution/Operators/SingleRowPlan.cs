namespace Nedb.Query.Execution.Operators;

/// <summary>One row without columns: what a query without FROM reads.</summary>
internal sealed class SingleRowPlan : Plan
{
    public override string Name => "single row";

    public override int[] Slots => [];

    protected override Operator Create(Frame frame) => new Run();

    private sealed class Run : Operator
    {
        private bool _isDone;

        public override void Start() => _isDone = false;

        public override bool MoveNext() => !_isDone && (_isDone = true);
    }
}
