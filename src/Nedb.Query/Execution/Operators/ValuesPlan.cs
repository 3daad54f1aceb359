using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Operators;

/// <summary>Rows written out in the query.</summary>
internal sealed class ValuesPlan(Evaluator[][] rows, int slot) : Plan
{
    public override string Name => "values";

    public override string Detail => $"{rows.Length} rows";

    public override int[] Slots { get; } = [slot];

    protected override Operator Create(Frame frame) => new Run(frame, rows, slot);

    private sealed class Run(Frame frame, Evaluator[][] rows, int slot) : Operator
    {
        private int _next;

        public override void Start() => _next = 0;

        public override bool MoveNext()
        {
            if (_next >= rows.Length)
                return false;
            var expressions = rows[_next++];
            var row = new NedbValue[expressions.Length];
            for (var i = 0; i < row.Length; i++)
                expressions[i].Evaluate(frame, out row[i]);
            frame.Slots[slot] = row;
            return true;
        }
    }
}
