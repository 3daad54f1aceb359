using Nedb.Query.Binding;
using Nedb.Query.Execution.Batches;
using Nedb.Query.Planning;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Operators;

/// <summary>The documents of a collection, by key, by a range of keys, by an index, or all; or all versions of them.</summary>
internal sealed class ScanPlan(BoundCollectionSource source, ViewSource view, AccessPath path, string detail) : Plan
{
    private readonly int _slot = source.Slot;
    private readonly int _collectionId = source.Collection.Id;
    private readonly bool _isHistory = source.IsHistory;
    private readonly bool _readsReplacement = source.ReadsReplacement;

    public override string Name => path.IndexId > 0 ? "index scan" : path.IsSingle && !_isHistory ? "seek" : "scan";

    public override string Detail => detail;

    public override int[] Slots { get; } = source.HistorySlot >= 0 ? [source.Slot, source.HistorySlot] : [source.Slot];

    public override bool CanShare => !_isHistory && !path.IsSingle;

    /// <summary>Whether a start gives one row at most.</summary>
    public bool IsSingle => path.IsSingle && !_isHistory;

    /// <summary>Whether the rows of a start come in the order of their keys.</summary>
    public bool IsInKeyOrder => !_isHistory && path.IsInKeyOrder;

    /// <summary>Whether nobody is known to stop before the last row of a start.</summary>
    public bool ReadsAll { get; init; }

    /// <summary>Where the budget of a walk lies that may end before its last row (<see cref="WalkBudget"/>); negative where it has
    /// none.</summary>
    public int BudgetState { get; init; } = -1;

    /// <summary>Told where a start meets many more rows than were expected; null where that was a guess.</summary>
    public PlanWatch? Watch { get; init; }

    /// <summary>Of all versions the seq that those exceed which are wanted; null for all.</summary>
    public Evaluator? After { get; init; }

    /// <summary>Whether the seq of a version may also be equal to it.</summary>
    public bool IsAfterInclusive { get; init; }

    /// <summary>Whether the rows of a start are counted without being read.</summary>
    public bool CanCount => !_isHistory && !path.IsSingle;

    /// <summary>Whether rows are read where they lie, one behind the other, so that many cost little more than one.</summary>
    public bool ReadsInPlace => !_isHistory && !path.IsSingle && path.IndexId == 0;

    /// <summary>The scan as parts, one behind the other, that several threads read, each by itself.</summary>
    /// <param name="frame">The state of the execution.</param>
    /// <param name="parts">About how many parts.</param>
    public SharedScan Share(Frame frame, int parts)
    {
        var state = view.Get(frame);
        var ranges = new RangeBuilder(path).Build(frame);
        if (path.IndexId == 0 && ranges.Count < parts)
            ranges = [.. ranges.SelectMany(range => state.Split(_collectionId, range, parts / ranges.Count))];
        if (path.IsReverse)
            ranges.Reverse();
        return new(this, _slot, ranges.Count, part => Open(state, ranges[part]));
    }

    /// <summary>About how many documents the collection has.</summary>
    public long CountOf(Frame frame) => view.Get(frame).EstimateCount(_collectionId);

    protected override Operator Create(Frame frame)
    {
        if (_isHistory)
            return new History(frame, this, source.HistorySlot);
        return path.IsSingle ? new Seek(frame, this) : new Scan(frame, this);
    }

    private AccessPath Path => path;

    private ViewSource View => view;

    private DocumentCursor Open(ReadView state, KeyRange range) => path.IndexId > 0
        ? state.ScanIndex(_collectionId, path.IndexId, range, path.IsReverse)
        : state.Scan(_collectionId, range, path.IsReverse);

    /// <summary>All versions, each with the seq of the next one of its key, as far as the state that is read has come.</summary>
    private sealed class History(Frame frame, ScanPlan plan, int historySlot) : Operator, IBatchOperator
    {
        private readonly RangeBuilder _builder = new(plan.Path);
        private List<KeyRange> _ranges = [];
        private ReadView? _view;
        private DocumentCursor? _cursor;
        private Document? _ahead;
        private long _after;
        private int _next;

        public override void Start()
        {
            _cursor?.Dispose();
            _cursor = null;
            _view = plan.View.Get(frame);
            _after = plan.After is { } after && after.TryEvaluateInt64(frame, out var bound)
                ? plan.IsAfterInclusive && bound > 0 ? bound - 1 : bound
                : 0;
            _ranges = _builder.Build(frame);
            _next = 0;
            _ahead = Fetch();
        }

        public override bool MoveNext()
        {
            if (_ahead is not { } present)
                return false;
            _ahead = Fetch();
            var isReplaced = plan._readsReplacement && _ahead is not null && _ahead.Key.Span.SequenceEqual(present.Key.Span);
            frame.Slots[plan._slot] = present;
            frame.Slots[historySlot] = isReplaced ? Replacement.By(_ahead!) : Replacement.None;
            return true;
        }

        public bool MoveNext(RowBatch batch)
        {
            batch.Reset(plan.Slots);
            while (batch.Count < batch.Capacity && MoveNext())
                batch.Add(frame);
            return batch.Count > 0;
        }

        public override void Dispose() => _cursor?.Dispose();

        private Document? Fetch()
        {
            while (true)
            {
                frame.Tick();
                if (_cursor is null)
                {
                    if (_next >= _ranges.Count)
                        return null;
                    _cursor = _view!.ScanHistory(plan._collectionId, _ranges[_next++], _after);
                }

                if (_cursor.MoveNext())
                    return _cursor.Current;
                _cursor.Dispose();
                _cursor = null;
            }
        }
    }

    private sealed class Seek(Frame frame, ScanPlan plan) : Operator
    {
        private readonly RangeBuilder _ranges = new(plan.Path);
        private Document? _found;

        public override void Start() =>
            _found = _ranges.TryEncodeKey(frame, out var key) ? plan.View.Get(frame).Find(plan._collectionId, key) : null;

        public override bool MoveNext()
        {
            if (_found is null)
                return false;
            frame.Slots[plan._slot] = _found;
            _found = null;
            return true;
        }
    }

    private sealed class Scan(Frame frame, ScanPlan plan) : Operator, IBatchOperator
    {
        private const int AheadFirst = 4;
        private const int EntriesFirst = 2;
        private const int AheadLeast = 16;
        private const int AheadMost = 64;
        private const int PassedMost = 1 << 16; // of rows that are not wanted, before a look at the cancellation

        private readonly RangeBuilder _builder = new(plan.Path);
        private List<KeyRange>? _ranges;
        private ReadView? _view;
        private DocumentCursor? _cursor;
        private WalkBudget? _budget;
        private RowHandle[] _ahead = [];
        private int _aheadMost;
        private int _aheadCount;
        private int _nextAhead;
        private int _next;
        private long _met;

        public override void Start()
        {
            _cursor?.Dispose();
            _cursor = null;
            _view = plan.View.Get(frame);
            _ranges = _builder.Build(frame);
            _budget = plan.BudgetState < 0 ? null : frame.States[plan.BudgetState] as WalkBudget;
            _next = 0;
            _met = 0;
            _aheadCount = _nextAhead = 0;
        }

        public override bool MoveNext()
        {
            if (!HasNext())
                return false;
            frame.Slots[plan._slot] = _ahead[_nextAhead++].Read();
            return true;
        }

        public override bool MoveNext(int slot, out RowHandle row)
        {
            row = default;
            if (!HasNext())
                return false;
            row = _ahead[_nextAhead++];
            if (!row.IsMade && slot == plan._slot)
                return true;
            frame.Slots[plan._slot] = row.Read();
            row = default;
            return true;
        }

        // Neither a document nor an entry is looked at where whole blocks of them are passed.
        public override bool Skip(long count)
        {
            var ahead = (int)Math.Min(count, _aheadCount - _nextAhead);
            _nextAhead += ahead;
            _aheadMost = 0;
            return ahead == count || Pass(count - ahead) == count - ahead;
        }

        public override bool TryCount(out long count)
        {
            count = Pass(long.MaxValue);
            return true;
        }

        /// <summary>Moves over rows that nobody looks at, and counts them.</summary>
        private long Pass(long most)
        {
            var count = 0L;
            while (count < most && (_cursor is not null || OpenNext()))
            {
                frame.Cancellation.ThrowIfCancellationRequested();
                var passed = _cursor!.Skip(Math.Min(most - count, PassedMost));
                count += passed;
                if (passed > 0)
                    continue;
                _cursor.Dispose();
                _cursor = null;
            }

            return count;
        }

        public bool MoveNext(RowBatch batch)
        {
            frame.Cancellation.ThrowIfCancellationRequested();
            batch.Reset(plan.Slots);
            while (CanGoOn && (_cursor is not null || OpenNext()))
            {
                batch.Count = _cursor!.Fill(batch.Column(plan._slot).AsSpan(0, batch.Capacity));
                if (batch.Count > 0)
                {
                    Note(batch.Count);
                    return true;
                }

                _cursor.Dispose();
                _cursor = null;
            }

            return false;
        }

        private bool CanGoOn => _budget is null || _budget.TryGoOn();

        private bool HasNext()
        {
            while (_nextAhead == _aheadCount)
            {
                if (!CanGoOn || (_cursor is null && !OpenNext()))
                    return false;
                if (ReadAhead())
                    continue;
                _cursor!.Dispose();
                _cursor = null;
            }

            frame.Tick();
            return true;
        }

        /// <summary>Takes the places of some rows at once: few at first, where only a few may be wanted; and of an index fewer, for each
        /// entry leads to a document that is looked up.</summary>
        private bool ReadAhead()
        {
            if (_aheadMost == 0)
                _aheadMost = plan.ReadsAll ? AheadLeast : plan.Path.IndexId > 0 ? EntriesFirst : AheadFirst;
            else if (_aheadCount == _aheadMost)
                _aheadMost = Math.Min(_aheadMost < AheadLeast ? AheadLeast : AheadMost, 4 * _aheadMost);
            if (_ahead.Length < _aheadMost)
                _ahead = new RowHandle[Math.Max(AheadLeast, _aheadMost)];
            _nextAhead = 0;
            _aheadCount = _cursor!.Fill(_ahead.AsSpan(0, _aheadMost));
            Note(_aheadCount);
            return _aheadCount > 0;
        }

        private void Note(int rows)
        {
            const int Factor = 16;
            const int Few = 1000;
            _met += rows;
            _budget?.Note(rows);
            if (plan.Watch is { IsSurprised: false } watch && _met > Factor * plan.EstimatedRows + Few)
                watch.IsSurprised = true;
        }

        private bool OpenNext()
        {
            if (_ranges is null || _next >= _ranges.Count)
                return false;
            var range = _ranges[plan.Path.IsReverse ? _ranges.Count - 1 - _next : _next];
            _next++;
            _cursor = plan.Open(_view!, range);
            return true;
        }

        public override void Dispose()
        {
            _cursor?.Dispose();
            _cursor = null;
        }
    }
}
