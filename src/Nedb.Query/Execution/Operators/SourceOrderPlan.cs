using Nedb.Query.Execution.Batches;
using Nedb.Query.Execution.Spills;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Operators;

/// <summary>Puts joined documents into the order of their keys, source by source, so that the order of joining changes no answer.</summary>
internal sealed class SourceOrderPlan(Plan input, int[] sources) : Plan
{
    public override string Name => "source order";

    public override IReadOnlyList<Plan> Inputs => [input];

    public override int[] Slots => input.Slots;

    protected override Operator Create(Frame frame) => new Run(frame, input.Open(frame), new(frame, this), input.Slots, sources);

    private sealed class Run(Frame frame, Operator input, StepMemory memory, int[] slots, int[] sources) : Operator
    {
        private readonly RowGauge _gauge = new(slots);
        private RowSorter? _spilled;
        private RowColumns _rows = new(slots);
        // A handle has two words, and the order one.
        private const int ReferenceBytes = 12;

        private int[] _order = [];
        private int _next;

        public override void Start()
        {
            memory.Reset();
            Clear();
            _spilled = null;
            _next = 0;
            input.Start();
            while (input.MoveNext())
            {
                frame.Tick();
                if (_spilled is not null)
                {
                    AddSpilled();
                    continue;
                }

                _rows.Add(frame);
                _gauge.Add(frame);
                if (memory.Hold(_gauge.Bytes + (ReferenceBytes * (long)_rows.Count)))
                    Spill();
            }

            _order = new int[_rows.Count];
            for (var i = 0; i < _order.Length; i++)
                _order[i] = i;
            if (_order.Length > 1)
                Ordering.Sort(frame, _order.AsSpan(), Compare);
        }

        public override bool MoveNext()
        {
            if (_spilled is not null)
                return _spilled.MoveNext();
            if (_next >= _order.Length)
                return false;
            _rows.Restore(frame, _order[_next++]);
            return true;
        }

        public override void Dispose()
        {
            input.Dispose();
            memory.Release();
        }

        private void Clear()
        {
            _rows = new(slots);
            _gauge.Clear();
            memory.Hold(0);
        }

        private void Spill()
        {
            _spilled = new(memory.Fork(), slots);
            var present = new HeldRow(frame, slots);
            for (var row = 0; row < _rows.Count; row++)
            {
                _rows.Restore(frame, row);
                AddSpilled();
            }

            present.Restore();
            Clear();
        }

        private void AddSpilled()
        {
            foreach (var slot in sources)
                _spilled!.Key.WriteBytes(((Document)frame.Slots[slot]!).Key.Span);
            _spilled!.Add();
        }

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
