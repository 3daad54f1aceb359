using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Operators;

/// <summary>
/// The first rows in an order: by a walk over a collection in that order, from which conditions take their rows; and, as soon as so few
/// fulfil them that another way must be cheaper, by that way and sorted. Those that were given by then are passed over.
/// </summary>
/// <param name="ordered">Gives the rows in order.</param>
/// <param name="walk">The step that it begins with.</param>
/// <param name="sorted">Gives the same rows in the same order, as many as are wanted.</param>
/// <param name="costs">What both ways cost.</param>
internal sealed class WalkPlan(Plan ordered, ScanPlan walk, Plan sorted, WalkCosts costs) : Plan
{
    public override string Name => "ordered walk";

    public override string Detail => "or sorted if few are found";

    public override IReadOnlyList<Plan> Inputs => [ordered, sorted];

    public override int[] Slots => ordered.Slots;

    protected override Operator Create(Frame frame) => new Run(frame, this);

    private Plan Ordered => ordered;

    private Plan Sorted => sorted;

    private WalkBudget NewBudget(Frame frame) => new(costs, walk.CountOf(frame));

    private int BudgetState => walk.BudgetState;

    private sealed class Run(Frame frame, WalkPlan plan) : Operator
    {
        private readonly Operator _ordered = plan.Ordered.Open(frame);
        private Operator? _sorted;
        private WalkBudget? _budget;
        private bool _isSorted;

        public override void Start()
        {
            frame.States[plan.BudgetState] = _budget = plan.NewBudget(frame);
            _isSorted = false;
            _ordered.Start();
        }

        public override bool MoveNext()
        {
            if (_isSorted)
                return _sorted!.MoveNext();
            // What comes behind the end of the budget may be out of order: of equal keys some were not read.
            if (_ordered.MoveNext() && !_budget!.IsSpent)
            {
                _budget.Found++;
                return true;
            }

            return _budget!.IsSpent && StartSorted() && _sorted!.MoveNext();
        }

        public override bool MoveNext(int slot, out RowHandle row)
        {
            if (_isSorted)
                return _sorted!.MoveNext(slot, out row);
            if (_ordered.MoveNext(slot, out row) && !_budget!.IsSpent)
            {
                _budget.Found++;
                return true;
            }

            row = default;
            return _budget!.IsSpent && StartSorted() && _sorted!.MoveNext(slot, out row);
        }

        public override void Dispose()
        {
            _ordered.Dispose();
            _sorted?.Dispose();
        }

        /// <returns>Whether it has rows behind those that were given.</returns>
        private bool StartSorted()
        {
            _isSorted = true;
            _sorted ??= plan.Sorted.Open(frame);
            _sorted.Start();
            return _sorted.Skip(_budget!.Found);
        }
    }
}
