using Nedb.Query.Execution.Batches;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Operators;

/// <summary>Puts joined documents into the order of their keys, source by source, so that the order of joining changes no answer.</summary>
internal sealed class SourceOrderPlan(Plan input, int[] sources) : Plan
{
    public override string Name => "source order";

    public override IReadOnlyList<Plan> Inputs => [input];

    public override int[] Slots => input.Slots;

    protected override Operator Create(Frame frame) => new Run(frame, input.Open(frame), input.Slots, sources);

    private sealed class Run(Frame frame, Operator input, int[] slots, int[] sources) : Operator
    {
        private RowColumns _rows = new(slots);
        private int[] _order = [];
        private int _next;

        public override void Start()
        {
            _rows = new(slots);
            _next = 0;
            input.Start();
            while (input.MoveNext())
            {
                frame.Tick();
                _rows.Add(frame);
            }

            _order = new int[_rows.Count];
            for (var i = 0; i < _order.Length; i++)
                _order[i] = i;
            if (_order.Length > 1)
                Array.Sort(_order, Compare);
        }

        public override bool MoveNext()
        {
            if (_next >= _order.Length)
                return false;
            _rows.Restore(frame, _order[_next++]);
            return true;
        }

        public override void Dispose() => input.Dispose();

        private int Compare(int left, int right)
        {
            foreach (var slot in sources)
            {
                var first = (Document)_rows.Get(slot, left)!;
                var second = (Document)_rows.Get(slot, right)!;
                if (ReferenceEquals(first, second))
                    continue;
                var order = first.Key.Span.SequenceCompareTo(second.Key.Span);
                if (order != 0)
                    return order;
            }

            return 0;
        }
    }
}
