using Nedb.Query.Diagnostics;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Operators;

/// <summary>Skips some rows, then passes some.</summary>
internal sealed class LimitPlan(Plan input, Evaluator? offset, Evaluator? limit) : Plan
{
    public override string Name => "limit";

    public override IReadOnlyList<Plan> Inputs => [input];

    public override int[] Slots => input.Slots;

    /// <summary>The number that an OFFSET or LIMIT stands for; null where it says nothing.</summary>
    public static long? CountOf(Frame frame, Evaluator? evaluator, string clause)
    {
        if (evaluator is null)
            return null;
        evaluator.Evaluate(frame, out var value);
        if (value.IsNull)
            return null;
        if (value.Kind != ValueKind.Int64)
            throw new NqlException(NqlErrorCode.TypeMismatch, $"{clause} needs an integer; found {value}.");
        return value.AsInt64() >= 0
            ? value.AsInt64()
            : throw new NqlException(
                NqlErrorCode.ValueInvalid, $"{clause} must not be negative; found {value}. Leave {clause} out for all rows.");
    }

    protected override Operator Create(Frame frame) => new Run(frame, input.Open(frame), offset, limit);

    private sealed class Run(Frame frame, Operator input, Evaluator? offset, Evaluator? limit) : Operator
    {
        private long _left;

        public override void Start()
        {
            var skipped = CountOf(frame, offset, "OFFSET") ?? 0;
            _left = CountOf(frame, limit, "LIMIT") ?? long.MaxValue;
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
