using Nedb.Query.Diagnostics;
using Nedb.Query.Execution.Batches;
using Nedb.Query.Execution.Evaluators;
using Nedb.Storage.Diagnostics;
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

    /// <summary>Whether there may be nothing to ask of a row, because it lies in a range.</summary>
    public bool HasRange => range is not null;

    /// <summary>Whether hardly a row is expected not to fulfil the conditions.</summary>
    public bool LosesFew { get; init; }

    // Of fewer rows no batches are made.
    private const double LeastOfBatches = 256;

    // A condition with a query of its own is asked of no row that nobody wants.
    private bool PaysInBatches => !hasSubquery
        && (input is FilterPlan { HasRange: true } filter ? filter.Inputs[0] : input)
            is ScanPlan { ReadsInPlace: true, EstimatedRows: >= LeastOfBatches };

    protected override Operator Create(Frame frame) => input.Open(frame) is var opened && opened is IBatchOperator
        ? new BatchRun(frame, opened, condition, range, PaysInBatches)
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
                if (IsKept())
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

        public override bool Skip(long count) => IsFulfilled ? input.Skip(count) : base.Skip(count);

        public override bool TryCount(out long count)
        {
            count = 0;
            return IsFulfilled && input.TryCount(out count);
        }

        /// <summary>Whether the row in the frame is kept.</summary>
        protected bool IsKept() => condition.EvaluateBoolean(frame);

        public override void ReuseRows() => input.ReuseRows();

        public override void Dispose() => input.Dispose();
    }

    /// <summary>Keeps rows of whole batches, condition by condition, so that a later one sees only what an earlier one left.</summary>
    /// <param name="frame">The state of the execution.</param>
    /// <param name="input">Gives the rows.</param>
    /// <param name="condition">The conditions.</param>
    /// <param name="range">The range that the rows lie in.</param>
    /// <param name="readsAhead">Whether who goes row by row gets them of batches, too.</param>
    private sealed class BatchRun(Frame frame, Operator input, Evaluator condition, AccessPath? range, bool readsAhead)
        : Run(frame, input, condition, range), IBatchOperator
    {
        private readonly Frame _frame = frame;
        private readonly IBatchOperator _batches = (IBatchOperator)input;
        private readonly Evaluator[] _conditions = condition is AndEvaluator all ? all.Operands : [condition];
        private RowBatch? _ahead;
        private int _nextAhead;
        private bool _isUnasked; // where a condition failed on a row of the batch, which may not be wanted

        public override void Start()
        {
            base.Start();
            _nextAhead = 0;
            if (_ahead is not null)
                _ahead.Count = 0;
        }

        public override bool MoveNext()
        {
            if (!readsAhead || IsFulfilled)
                return base.MoveNext();
            if (!HasNext())
                return false;
            _ahead!.Restore(_frame, _nextAhead++);
            return true;
        }

        public override bool MoveNext(int slot, out RowHandle row)
        {
            if (!readsAhead || IsFulfilled)
                return base.MoveNext(slot, out row);
            row = default;
            if (!HasNext())
                return false;
            if (_ahead!.Sets(slot) && _ahead.Column(slot)[_nextAhead] is { IsMade: false } unmade)
                row = unmade;
            else
                _ahead.Restore(_frame, _nextAhead);
            _nextAhead++;
            return true;
        }

        public override bool Skip(long count)
        {
            if (!readsAhead || IsFulfilled)
                return base.Skip(count);
            for (; count > 0 && HasNext(); count--)
                _nextAhead++;
            return count <= 0;
        }

        public bool MoveNext(RowBatch batch)
        {
            while (_batches.MoveNext(batch))
            {
                if (IsFulfilled)
                    return true;
                Keep(batch);
                if (batch.Count > 0)
                    return true;
            }

            return false;
        }

        /// <summary>Stands before a row that is kept, if there is another one.</summary>
        private bool HasNext()
        {
            _ahead ??= new(_frame.Slots.Length);
            while (true)
            {
                for (; _nextAhead < _ahead.Count; _nextAhead++)
                {
                    if (!_isUnasked)
                        return true;
                    _ahead.Restore(_frame, _nextAhead);
                    if (IsKept())
                        return true;
                }

                _nextAhead = 0;
                _isUnasked = false;
                if (!_batches.MoveNext(_ahead))
                    return false;
                try
                {
                    Keep(_ahead);
                }
                catch (Exception failure) when (failure is NqlException or StorageException)
                {
                    // Each row is asked by itself when it is wanted: whoever stops before the one that fails never learns of it.
                    _isUnasked = true;
                }
            }
        }

        private void Keep(RowBatch batch)
        {
            _frame.Cancellation.ThrowIfCancellationRequested();
            foreach (var part in _conditions)
                Keep(part, batch);
        }

        private void Keep(Evaluator part, RowBatch batch)
        {
            if (batch.Count == 0)
                return;
            Span<bool> marks = stackalloc bool[batch.Count];
            part.Mark(_frame, batch, marks);
            if (marks.Contains(false))
                batch.Keep(marks);
        }
    }
}
