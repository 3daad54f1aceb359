using System.Buffers;
using Nedb.Query.Binding;
using Nedb.Query.Execution.Evaluators;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Operators;

/// <summary>
/// The version of a collection that has a seq or a hash, found by it instead of by walking over all of them; the visible one only, unless
/// the history is read.
/// </summary>
/// <param name="source">The collection.</param>
/// <param name="view">The state that is read.</param>
/// <param name="key">The seq, or the hash.</param>
/// <param name="isHash">Whether it is the hash.</param>
/// <param name="withoutHash">Finds those that have no hash, where the key may be null; null where it cannot.</param>
/// <param name="detail">What the plan says of itself.</param>
internal sealed class VersionPlan(
    BoundCollectionSource source, ViewSource view, Evaluator key, bool isHash, Plan? withoutHash, string detail) : Plan
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

    private Plan? WithoutHash => withoutHash;

    /// <summary>The version of the node whose seq is the key: a trace has looked it up already. Null for any other key.</summary>
    private Document? NodeVersion(Frame frame) => isHash ? null : (key as TraceEvaluator)?.VersionBySeq(frame);

    /// <summary>The node that the key names, or null.</summary>
    private Document? Find(ReadView read, in NedbValue value) => value.Kind switch
    {
        ValueKind.Int64 when !isHash => read.FindNode(value.AsInt64()),
        ValueKind.String when isHash && TryParse(value.AsString(), out var hash) => read.FindNode(hash),
        _ => null,
    };

    private Evaluator Key => key;

    /// <summary>A hash as its metadata spells it: another spelling is another text.</summary>
    private static bool TryParse(string text, out Hash256 hash)
    {
        hash = default;
        if (text.Length != 2 * Hash256.SizeBytes || text.AsSpan().ContainsAnyExcept(Digits))
            return false;
        hash = Hash256.Parse(text);
        return true;
    }

    private static SearchValues<char> Digits { get; } = SearchValues.Create("0123456789abcdef");

    private sealed class Run(Frame frame, VersionPlan plan) : Operator
    {
        private Document? _found;
        private Operator? _withoutHash;
        private bool _isWithoutHash;

        public override void Start()
        {
            frame.Tick();
            var view = plan.View.Get(frame);
            _isWithoutHash = false;
            if (plan.NodeVersion(frame) is { } version)
            {
                _found = version.Seq <= view.Seq ? version : null;
            }
            else
            {
                plan.Key.Evaluate(frame, out var value);
                _isWithoutHash = value.IsNull && plan.WithoutHash is not null;
                if (_isWithoutHash)
                {
                    (_withoutHash ??= plan.WithoutHash!.Open(frame)).Start();
                    return;
                }

                _found = plan.Find(view, in value);
            }

            if (_found is not null && (_found.CollectionId != plan._collectionId || !IsShown(view, _found)))
                _found = null;
        }

        public override void Dispose() => _withoutHash?.Dispose();

        private bool IsShown(ReadView view, Document version) =>
            // A definition or an erasure belongs to a collection too, and is none of its versions.
            version.Kind is NodeKind.Put or NodeKind.Tombstone
            && (plan._historySlot >= 0 || view.Find(plan._collectionId, version.Key.Span)?.Seq == version.Seq);

        public override bool MoveNext()
        {
            if (_isWithoutHash)
                return _withoutHash!.MoveNext();
            if (_found is null)
                return false;
            frame.Slots[plan._slot] = _found;
            if (plan._historySlot >= 0)
                frame.Slots[plan._historySlot] = plan._readsReplacement
                    ? Replacement.Find(plan.View.Get(frame), plan._collectionId, _found)
                    : Replacement.None;
            _found = null;
            return true;
        }
    }
}
