using Nedb.Query.Execution.Batches;
using Nedb.Query.Execution.Spills;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Operators;

/// <summary>One row for each group, in the order of the keys: the keys, then the aggregates. Without keys there is exactly one
/// row.</summary>
internal sealed class GroupPlan(Plan input, int slot, Evaluator[] keys, Aggregate[] aggregates, bool canShare, string detail) : Plan
{
    // Nothing is asked but how many rows there are, and the step below may know it without reading them.
    private readonly bool _countsOnly = CanCount(input) && keys.Length == 0 && Array.TrueForAll(
        aggregates, static aggregate => aggregate is { Arguments.Length: 0, Filter: null, Function.Name: "count" });

    public override string Name => keys.Length == 0 ? "aggregate" : "group";

    public override string Detail => detail;

    public override IReadOnlyList<Plan> Inputs => [input];

    public override int[] Slots { get; } = [slot];

    protected override Operator Create(Frame frame) => new Run(frame, this);

    private static readonly int[] OneGroup = [0];

    private sealed class Run(Frame frame, GroupPlan plan) : Operator
    {
        private readonly Operator _input = plan.Input.Open(frame);
        private readonly StepMemory _memory = new(frame, plan);
        private BatchReader? _reader;
        private SortedGroups? _sorted; // where the groups exceed the memory
        private GroupTable? _groups;
        private int[] _order = [];
        private NedbValue[]? _row; // where rows may be reused
        private int _next;
        private bool _isCounted;
        private long _count; // of all rows, where nothing else is asked of them

        public override void Start()
        {
            _next = 0;
            _sorted = null;
            _memory.Reset();
            if (plan._countsOnly)
            {
                _input.Start();
                _isCounted = _input.TryCount(out _count);
                _order = OneGroup;
                if (_isCounted)
                    return;
            }

            if (frame.Threads > 1 && frame.Statistics is null && plan.CanShareWork)
            {
                _groups?.Release();
                _groups = StartShared();
                if (_groups is { CanMerge: true })
                {
                    _order = _groups.Order(frame);
                    return;
                }
            }

            if (_groups is null)
                _groups = plan.NewTable();
            else
                _groups.Clear();
            _input.Start();
            _reader ??= new(frame, _input, plan.Input.Slots);
            while (_reader.Read())
            {
                _groups.Add(frame, _reader.Batch);
                if (!_memory.Hold(_groups.Bytes))
                    continue;
                StartSorted(_reader);
                return;
            }

            _order = _groups.Order(frame);
        }

        public override bool MoveNext()
        {
            if (_sorted is not null)
            {
                if (!_sorted.TryRead(out var row))
                    return false;
                frame.Slots[plan.Slots[0]] = row;
                return true;
            }

            if (_next >= _order.Length)
                return false;
            var present = _row ?? new NedbValue[plan.Width];
            if (_isCounted)
                present.AsSpan().Fill(NedbValue.FromInt64(_count));
            else
                _groups!.CopyTo(_order[_next], present);
            _next++;
            frame.Slots[plan.Slots[0]] = present;
            return true;
        }

        public override bool Skip(long count) => _sorted is null ? Skip(count, ref _next, _order.Length) : base.Skip(count);

        public override void ReuseRows() => _row = new NedbValue[plan.Width];

        public override void Dispose()
        {
            _input.Dispose();
            _groups?.Release();
            _groups = null;
            _memory.Release();
        }

        /// <summary>Groups the rows by several threads, each by itself; the groups are then merged. What is merged this way depends neither
        /// on the order of rows nor on who took them.</summary>
        /// <returns>Null where the groups exceed the memory.</returns>
        private GroupTable? StartShared()
        {
            var tables = SharedWork.Run(
                frame, plan.Input, plan.NewTable, static (table, own, batch) => table.Add(own, batch), static table => table.Bytes);
            for (var i = 1; i < tables?.Length; i++)
            {
                tables[0].Merge(tables[i]);
                tables[i].Release();
            }

            return tables?[0];
        }

        /// <summary>Begins anew, in a way that needs no room for all groups.</summary>
        private void StartSorted(BatchReader reader)
        {
            _groups = null;
            _memory.Hold(0);
            _input.Start();
            _sorted = new(_memory.Fork(), reader, plan.Input.Slots, plan.Keys, plan.Aggregates);
        }
    }

    private Plan Input => input;

    private static bool CanCount(Plan plan) => plan switch
    {
        ScanPlan { CanCount: true } or HashLookupPlan => true,
        FilterPlan { Inputs: [ScanPlan { CanCount: true }], HasRange: true } => true,
        _ => false,
    };

    /// <summary>Whether there is enough to do that it pays to share it out, and whoever does it, it comes out the same.</summary>
    private bool CanShareWork => canShare && SharedWork.Pays(input);

    private int Width => keys.Length + aggregates.Length;

    private Evaluator[] Keys => keys;

    private Aggregate[] Aggregates => aggregates;

    private GroupTable NewTable() => new(keys, aggregates);
}
