using Nedb.Query.Execution.Batches;
using Nedb.Query.Execution.Evaluators;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Operators;

/// <summary>Keeps the rows for which every condition is true.</summary>
/// <param name="input">Gives the rows.</param>
/// <param name="condition">The conditions.</param>
/// <param name="hasSubquery">Whether any of them has a query of its own.</param>
/// <param name="detail">The conditions, for EXPLAIN.</param>
/// <param name="range">The range that the rows lie in, where the conditions say no more than its bounds; else null.</param>
internal sealed class FilterPlan(Plan input, Evaluator condition, bool hasSubquery, string detail, AccessPath? range = null) : Plan
{
    public override string Name => "filter";

    public override string Detail => detail;

    public override IReadOnlyList<Plan> Inputs => [input];

    public override int[] Slots => input.Slots;

    public override bool CanShare => input.CanShare && !hasSubquery;

    protected override Operator Create(Frame frame) => input.Open(frame) is var opened && opened is IBatchOperator
        ? new BatchRun(frame, opened, condition, range)
        : new Run(frame, opened, condition, range);

    private class Run(Frame frame, Operator input, Evaluator condition, AccessPath? range) : Operator
    {
        /// <summary>Whether the range says it all, so that nothing needs to be asked of a row.</summary>
        protected bool IsFulfilled { get; private set; }

        public override void Start()
        {
            input.Start();
            IsFulfilled = range is not null && range.IsExact(frame);
        }

        public override bool MoveNext()
        {
            if (IsFulfilled)
                return input.MoveNext();
            while (input.MoveNext())
            {
                if (condition.EvaluateBoolean(frame))
                    return true;
                frame.Tick();
            }

            return false;
        }

        public override bool MoveNext(int slot, out RowHandle row)
        {
            if (IsFulfilled)
                return input.MoveNext(slot, out row);
            row = default;
            return MoveNext();
        }

        public override void ReuseRows() => input.ReuseRows();

        public override void Dispose() => input.Dispose();
    }

    /// <summary>Keeps rows of whole batches, condition by condition, so that a later one sees only what an earlier one left.</summary>
    private sealed class BatchRun(Frame frame, Operator input, Evaluator condition, AccessPath? range)
        : Run(frame, input, condition, range), IBatchOperator
    {
        private readonly Frame _frame = frame;
        private readonly IBatchOperator _input = (IBatchOperator)input;
        private readonly Evaluator[] _conditions = condition is AndEvaluator all ? all.Operands : [condition];

        public bool MoveNext(RowBatch batch)
        {
            while (_input.MoveNext(batch))
            {
                if (IsFulfilled)
                    return true;
                _frame.Cancellation.ThrowIfCancellationRequested();
                foreach (var condition in _conditions)
                    Keep(condition, batch);
                if (batch.Count > 0)
                    return true;
            }

            return false;
        }

        private void Keep(Evaluator condition, RowBatch batch)
        {
            if (batch.Count == 0)
                return;
            Span<bool> marks = stackalloc bool[batch.Count];
            condition.Mark(_frame, batch, marks);
            if (marks.Contains(false))
                batch.Keep(marks);
        }
    }
}
