using System.Runtime.InteropServices;
using Nedb.Query.Binding;
using Nedb.Query.Execution.Spills;
using Nedb.Query.Syntax.Nodes.Queries;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Operators;

/// <summary>
/// EXCEPT and INTERSECT: rows of the first input that the second does not have, or has, in the order of the first. Each row once, or with
/// ALL as often as
/// the numbers on both sides say.
/// </summary>
internal sealed class SetDifferencePlan(Plan first, Plan second, BoundSetOperation operation) : Plan
{
    public override string Name => IsIntersection ? "intersect" : "except";

    public override IReadOnlyList<Plan> Inputs => [first, second];

    public override int[] Slots { get; } = [operation.RowSlot];

    protected override Operator Create(Frame frame) => new Run(frame, this, first.Open(frame), second.Open(frame));

    private int Slot => operation.RowSlot;

    private int Width => operation.Columns.Count;

    /// <summary>Whether a row of the first input stays, given how often the second still has it.</summary>
    private bool Keeps(ref int left)
    {
        var isThere = left > 0;
        if (operation.IsAll && isThere)
            left--;
        return isThere == IsIntersection;
    }

    private sealed class Run(Frame frame, SetDifferencePlan plan, Operator first, Operator second) : Operator
    {
        private readonly List<int> _counts = [];
        private readonly StepMemory _memory = new(frame, plan);
        private ValueTable _other = new(plan.Width);
        private ValueTable _seen = new(plan.Width);
        private SetMerge? _merge; // where the rows of the second input exceed the memory
        private LateRows? _late; // where those that were seen do

        public override void Start()
        {
            _other = new(plan.Width);
            _seen = new(plan.Width);
            _counts.Clear();
            _merge = null;
            _late = null;
            _memory.Reset();
            second.Start();
            while (second.MoveNext())
            {
                frame.Tick();
                AddOther((NedbValue[])frame.Slots[plan.Slot]!);
            }

            first.Start();
            if (_merge is null)
                return;
            while (first.MoveNext())
            {
                frame.Tick();
                _merge.AddFirst((NedbValue[])frame.Slots[plan.Slot]!);
            }
        }

        public override bool MoveNext()
        {
            if (_merge is not null)
                return MoveTo(_merge.TryRead(out var merged), merged);
            while (first.MoveNext())
            {
                frame.Tick();
                var row = (NedbValue[])frame.Slots[plan.Slot]!;
                if (_late is not null && _seen.Find(row) < 0)
                {
                    if ((_other.Find(row) >= 0) == plan.IsIntersection)
                        _late.Add(row);
                    continue;
                }

                var found = _other.Find(row);
                var none = 0;
                ref var left = ref found < 0 ? ref none : ref CollectionsMarshal.AsSpan(_counts)[found];
                if (plan.Keeps(ref left) && (plan.IsAll || IsFirst(row)))
                    return true;
            }

            return _late is not null && MoveTo(_late.TryRead(out var late), late);
        }

        public override void Dispose()
        {
            first.Dispose();
            second.Dispose();
            _memory.Release();
        }

        private bool MoveTo(bool isThere, NedbValue[] row)
        {
            if (isThere)
                frame.Slots[plan.Slot] = row;
            return isThere;
        }

        private void AddOther(NedbValue[] values)
        {
            if (_merge is not null)
            {
                _merge.AddSecond(values, 1);
                return;
            }

            var row = _other.FindOrAdd(values, out var isNew);
            if (!isNew)
            {
                _counts[row]++;
                return;
            }

            _counts.Add(1);
            if (!_memory.Hold(_other.Bytes + (sizeof(int) * (long)_counts.Count)))
                return;
            _merge = new(_memory, plan.Width, plan.Keeps, plan.IsAll);
            for (var i = 0; i < _other.Count; i++)
                _merge.AddSecond(_other[i], _counts[i]);
            _other = new(plan.Width);
            _counts.Clear();
            _memory.Hold(0);
        }

        private bool IsFirst(NedbValue[] row)
        {
            _seen.FindOrAdd(row, out var isNew);
            if (isNew && _memory.Hold(_other.Bytes + _seen.Bytes))
                _late = new(_memory.Fork(), plan.Width);
            return isNew;
        }
    }

    private bool IsAll => operation.IsAll;

    private bool IsIntersection => operation.Operator == SetOperator.Intersect;
}
