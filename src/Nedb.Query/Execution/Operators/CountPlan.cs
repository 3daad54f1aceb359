using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Operators;

/// <summary>
/// One row that says how many documents a collection has, in so many columns; they are counted only where the state that is read does not
/// know it.
/// </summary>
internal sealed class CountPlan(GroupPlan counted, int collectionId, ViewSource view, int columns) : Plan
{
    public override string Name => "count";

    public override IReadOnlyList<Plan> Inputs => [counted];

    public override int[] Slots => counted.Slots;

    protected override Operator Create(Frame frame) => new Run(frame, this);

    private GroupPlan Counted => counted;

    private long? Count(Frame frame) => view.Get(frame).Count(collectionId);

    private NedbValue[] RowOf(long count)
    {
        var row = new NedbValue[columns];
        Array.Fill(row, NedbValue.FromInt64(count));
        return row;
    }

    private sealed class Run(Frame frame, CountPlan plan) : Operator
    {
        private Operator? _counting;
        private NedbValue[]? _row;

        public override void Start()
        {
            _row = plan.Count(frame) is { } count ? plan.RowOf(count) : null;
            if (_row is null)
                (_counting ??= plan.Counted.Open(frame)).Start();
        }

        public override bool MoveNext()
        {
            if (_row is null)
                return _counting?.MoveNext() ?? false;
            frame.Slots[plan.Slots[0]] = _row;
            _row = null;
            _counting = null;
            return true;
        }

        public override void Dispose() => _counting?.Dispose();
    }
}
