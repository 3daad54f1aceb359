using Nedb.Query.Binding;
using Nedb.Query.Execution.Evaluators;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Operators;

/// <summary>
/// The version of a collection that has a seq, found by it instead of by walking over all of them; the visible one only, unless the history
/// is read.
/// </summary>
internal sealed class VersionPlan(BoundCollectionSource source, ViewSource view, Evaluator seq, string detail) : Plan
{
    private readonly int _slot = source.Slot;
    private readonly int _historySlot = source.HistorySlot;
    private readonly bool _readsReplacement = source.ReadsReplacement;
    private readonly int _collectionId = source.Collection.Id;

    public override string Name => "version";

    public override string Detail => detail;

    public override int[] Slots { get; } = source.IsHistory ? [source.Slot, source.HistorySlot] : [source.Slot];

    protected override Operator Create(Frame frame) => new Run(frame, this);

    private ViewSource View => view;

    private Evaluator Seq => seq;

    private sealed class Run(Frame frame, VersionPlan plan) : Operator
    {
        private static readonly NedbValue[] Unreplaced = [default, default];

        private Document? _found;

        public override void Start()
        {
            frame.Tick();
            plan.Seq.Evaluate(frame, out var value);
            var view = plan.View.Get(frame);
            _found = value.Kind == ValueKind.Int64 ? view.FindNode(value.AsInt64()) : null;
            if (_found is not null && (_found.CollectionId != plan._collectionId || !IsShown(view, _found)))
                _found = null;
        }

        private bool IsShown(ReadView view, Document version) =>
            plan._historySlot >= 0 || view.Find(plan._collectionId, version.Key.Span)?.Seq == version.Seq;

        public override bool MoveNext()
        {
            if (_found is null)
                return false;
            frame.Slots[plan._slot] = _found;
            if (plan._historySlot >= 0)
                frame.Slots[plan._historySlot] = plan._readsReplacement ? Replacement(_found) : Unreplaced;
            _found = null;
            return true;
        }

        private NedbValue[] Replacement(Document version)
        {
            var range = new KeyRange(version.Key, KeyRange.Successor(version.Key.Span));
            using var cursor = plan.View.Get(frame).ScanHistory(plan._collectionId, range);
            while (cursor.MoveNext() && cursor.Current.Key.Span.SequenceEqual(version.Key.Span))
                if (cursor.Current.Seq > version.Seq)
                    return [NedbValue.FromInt64(cursor.Current.Seq), MetadataEvaluator.CommittedAt(cursor.Current)];
            return Unreplaced;
        }
    }
}
