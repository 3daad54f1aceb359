using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Operators;

/// <summary>Skips some rows, then passes some.</summary>
internal sealed class LimitPlan(Plan input, ClauseValue? offset, ClauseValue? limit) : Plan
{
    public override string Name => "limit";

    public override IReadOnlyList<Plan> Inputs => [input];

    public override int[] Slots => input.Slots;

    protected override Operator Create(Frame frame) => new Run(frame, input.Open(frame), offset, limit);

    private sealed class Run(Frame frame, Operator input, ClauseValue? offset, ClauseValue? limit) : Operator
    {
        private long _left;

        public override void Start()
        {
            var skipped = ClauseValue.Count(frame, offset, "OFFSET") ?? 0;
            _left = ClauseValue.Count(frame, limit, "LIMIT") ?? long.MaxValue;
            if (_left == 0)
                return;
            input.Start();
            if (skipped > 0 && !input.Skip(skipped))
                _left = 0;
        }

        public override bool MoveNext()
        {
            if (_left <= 0 || !input.MoveNext())
                return false;
            _left--;
            return true;
        }

        public override bool MoveNext(int slot, out RowHandle row)
        {
            row = default;
            if (_left <= 0 || !input.MoveNext(slot, out row))
                return false;
            _left--;
            return true;
        }

        public override void ReuseRows() => input.ReuseRows();

        public override void Dispose() => input.Dispose();
    }
}
