using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Operators;

/// <summary>One row for each group, in the order of the keys: the keys, then the aggregates. Without keys there is exactly one
/// row.</summary>
internal sealed class GroupPlan(Plan input, int slot, Evaluator[] keys, Aggregate[] aggregates, string detail) : Plan
{
    public override string Name => keys.Length == 0 ? "aggregate" : "group";

    public override string Detail => detail;

    public override IReadOnlyList<Plan> Inputs => [input];

    public override int[] Slots { get; } = [slot];

    protected override Operator Create(Frame frame) => new Run(frame, input.Open(frame), slot, keys, aggregates);

    private sealed class Run(Frame frame, Operator input, int slot, Evaluator[] keys, Aggregate[] aggregates) : Operator
    {
        private readonly List<AggregateState[]> _groups = [];
        private ValueTable _table = new(keys.Length);
        private int[] _order = [];
        private int _next;

        public override void Start()
        {
            _groups.Clear();
            _table = new(keys.Length);
            _next = 0;
            var key = new NedbValue[keys.Length];
            if (keys.Length == 0)
                Group(key);
            input.Start();
            while (input.MoveNext())
            {
                frame.Tick();
                for (var i = 0; i < keys.Length; i++)
                    keys[i].Evaluate(frame, out key[i]);
                foreach (var accumulator in Group(key))
                    accumulator.Add(frame);
            }

            _order = new int[_groups.Count];
            for (var i = 0; i < _order.Length; i++)
                _order[i] = i;
            Array.Sort(_order, Compare);
        }

        public override bool MoveNext()
        {
            if (_next >= _order.Length)
                return false;
            var group = _order[_next++];
            var row = new NedbValue[keys.Length + aggregates.Length];
            _table[group].CopyTo(row);
            for (var i = 0; i < aggregates.Length; i++)
                row[keys.Length + i] = _groups[group][i].Result();
            frame.Slots[slot] = row;
            return true;
        }

        public override void Dispose() => input.Dispose();

        private AggregateState[] Group(NedbValue[] key)
        {
            var group = _table.FindOrAdd(key, out var isNew);
            if (isNew)
                _groups.Add(Array.ConvertAll(aggregates, static aggregate => new AggregateState(aggregate)));
            return _groups[group];
        }

        private int Compare(int left, int right)
        {
            var leftKey = _table[left];
            var rightKey = _table[right];
            for (var i = 0; i < leftKey.Length; i++)
            {
                var order = ValueComparer.Compare(in leftKey[i], in rightKey[i]);
                if (order != 0)
                    return order;
            }

            return 0;
        }
    }
}
