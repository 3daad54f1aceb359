using System.Runtime.InteropServices;
using Nedb.Query.Binding;
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
        private ValueTable _other = new(plan.Width);
        private ValueTable _seen = new(plan.Width);

        public override void Start()
        {
            _other = new(plan.Width);
            _seen = new(plan.Width);
            _counts.Clear();
            second.Start();
            while (second.MoveNext())
            {
                frame.Tick();
                var row = _other.FindOrAdd((NedbValue[])frame.Slots[plan.Slot]!, out var isNew);
                if (isNew)
                    _counts.Add(1);
                else
                    _counts[row]++;
            }

            first.Start();
        }

        public override bool MoveNext()
        {
            while (first.MoveNext())
            {
                frame.Tick();
                var row = (NedbValue[])frame.Slots[plan.Slot]!;
                var found = _other.Find(row);
                var none = 0;
                ref var left = ref found < 0 ? ref none : ref CollectionsMarshal.AsSpan(_counts)[found];
                if (plan.Keeps(ref left) && (plan.IsAll || IsFirst(row)))
                    return true;
            }

            return false;
        }

        public override void Dispose()
        {
            first.Dispose();
            second.Dispose();
        }

        private bool IsFirst(NedbValue[] row)
        {
            _seen.FindOrAdd(row, out var isNew);
            return isNew;
        }
    }

    private bool IsAll => operation.IsAll;

    private bool IsIntersection => operation.Operator == SetOperator.Intersect;
}
