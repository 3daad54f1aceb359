using Nedb.Query.Execution.Batches;
using Nedb.Query.Execution.Evaluators;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Operators;

/// <summary>
/// The documents of which a field is among the values of a query: each value is sought by an index, or, where it turns out that there are
/// too many of them, all documents are asked.
/// </summary>
/// <param name="sought">Seeks each value.</param>
/// <param name="asked">Gives the same rows in the same order.</param>
/// <param name="values">The values.</param>
/// <param name="most">For how many of them seeking costs no more.</param>
internal sealed class FewValuesPlan(Plan sought, Plan asked, QueryValues values, int most) : Plan
{
    public override string Name => "by values";

    public override string Detail => "each sought if they are few";

    public override IReadOnlyList<Plan> Inputs => [sought, asked];

    public override int[] Slots => sought.Slots;

    protected override Operator Create(Frame frame) => new Run(frame, this);

    private Plan Choose(Frame frame) => values.Get(frame).IsAtMost(most) ? sought : asked;

    private sealed class Run(Frame frame, FewValuesPlan plan) : Operator, IBatchOperator
    {
        private Operator? _chosen;
        private bool _reusesRows;

        public override void Start()
        {
            // The values are the same at every start.
            if (_chosen is null)
            {
                _chosen = plan.Choose(frame).Open(frame);
                if (_reusesRows)
                    _chosen.ReuseRows();
            }

            _chosen.Start();
        }

        public override bool MoveNext() => _chosen!.MoveNext();

        public override bool MoveNext(int slot, out RowHandle row) => _chosen!.MoveNext(slot, out row);

        public bool MoveNext(RowBatch batch)
        {
            if (_chosen is IBatchOperator batches)
                return batches.MoveNext(batch);
            batch.Reset(plan.Slots);
            while (batch.Count < batch.Capacity && _chosen!.MoveNext())
                batch.Add(frame);
            return batch.Count > 0;
        }

        public override bool Skip(long count) => _chosen!.Skip(count);

        public override bool TryCount(out long count) => _chosen!.TryCount(out count);

        public override void ReuseRows() => _reusesRows = true;

        public override void Dispose() => _chosen?.Dispose();
    }
}
