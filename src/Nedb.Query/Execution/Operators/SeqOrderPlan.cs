using Nedb.Query.Binding;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Operators;

/// <summary>
/// The versions of a collection in the order of their seqs, where only the first are wanted: nodes are looked at one after the other from
/// an end on. When that has taken a part of what a walk over all versions takes, they are sorted instead, and those that were given are
/// passed over.
/// </summary>
/// <param name="source">The history of a collection.</param>
/// <param name="view">The state that is read.</param>
/// <param name="condition">What the versions must fulfil; null for nothing.</param>
/// <param name="isDescending">Whether the newest come first.</param>
/// <param name="sorted">The same versions in the same order, as many as are wanted.</param>
/// <param name="detail">What the plan says of itself.</param>
internal sealed class SeqOrderPlan(
    BoundCollectionSource source, ViewSource view, Evaluator? condition, bool isDescending, Plan sorted, string detail) : Plan
{
    // In looks at nodes: at least, what a version takes that is read, with or without the one that replaced it, and for how many documents
    // there may be one.
    private const long CostLeast = 1_000;
    private const int CostOfVersion = 8;
    private const int CostOfReplacement = 16;
    private const int DocumentsOfCost = 4;

    private readonly int _slot = source.Slot;
    private readonly int _historySlot = source.HistorySlot;
    private readonly int _collectionId = source.Collection.Id;
    private readonly bool _readsReplacement = source.ReadsReplacement;

    public override string Name => "history by seq";

    public override string Detail => detail;

    public override IReadOnlyList<Plan> Inputs => [sorted];

    public override int[] Slots => sorted.Slots;

    /// <summary>What the seqs exceed, or are equal to; null where nothing is known.</summary>
    public Evaluator? After { get; init; }

    /// <summary>What exceeds the seqs, or is equal to them; null where nothing is known.</summary>
    public Evaluator? Before { get; init; }

    protected override Operator Create(Frame frame) => new Run(frame, this);

    private Plan Sorted => sorted;

    private ViewSource View => view;

    private Evaluator? Condition => condition;

    private bool IsDescending => isDescending;

    private sealed class Run(Frame frame, SeqOrderPlan plan) : Operator
    {
        private Operator? _sorted;
        private ReadView? _view;
        private bool _isSorted;
        private long _first;
        private long _last;
        private long _left; // what may still be spent on the walk
        private long _given;

        public override void Start()
        {
            _view = plan.View.Get(frame);
            // Both ends are looked at too: whether they are meant is said by the condition.
            _first = Math.Max(1, plan.After is { } after && after.TryEvaluateInt64(frame, out var least) ? least : 1);
            _last = Math.Min(_view.Seq, plan.Before is { } before && before.TryEvaluateInt64(frame, out var most) ? most : _view.Seq);
            _left = Math.Max(CostLeast, _view.EstimateCount(plan._collectionId) / DocumentsOfCost);
            _given = 0;
            _isSorted = false;
        }

        public override bool MoveNext()
        {
            while (!_isSorted && _first <= _last)
            {
                frame.Tick();
                var seq = plan.IsDescending ? _last : _first;
                // What no state shows any more has nodes, too.
                if (_left <= 0 || seq < _view!.Horizon)
                {
                    StartSorted();
                    break;
                }

                if (plan.IsDescending)
                    _last--;
                else
                    _first++;
                if (TryRead(seq) && plan.Condition?.EvaluateBoolean(frame) != false)
                {
                    _given++;
                    return true;
                }
            }

            return _isSorted && _sorted!.MoveNext();
        }

        public override void Dispose() => _sorted?.Dispose();

        private bool TryRead(long seq)
        {
            _left--;
            // A definition or an erasure belongs to a collection too, and is none of its versions.
            if (_view!.FindNode(plan._collectionId, seq) is not { Kind: NodeKind.Put or NodeKind.Tombstone } version)
                return false;
            _left -= plan._readsReplacement ? CostOfReplacement : CostOfVersion;
            frame.Slots[plan._slot] = version;
            frame.Slots[plan._historySlot] = plan._readsReplacement
                ? Replacement.Find(_view, plan._collectionId, version)
                : Replacement.None;
            return true;
        }

        private void StartSorted()
        {
            _sorted ??= plan.Sorted.Open(frame);
            _sorted.Start();
            _sorted.Skip(_given);
            _isSorted = true;
        }
    }
}
