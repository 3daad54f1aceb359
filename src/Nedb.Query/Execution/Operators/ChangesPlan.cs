using Nedb.Query.Diagnostics;
using Nedb.Query.Execution.Evaluators;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Operators;

/// <summary>CHANGES: one row for each key of a collection whose document differs between two states: its id, what happened, before,
/// after, and the seq.</summary>
internal sealed class ChangesPlan(int collectionId, int slot, ClauseValue from, ClauseValue to) : Plan
{
    public override string Name => "changes";

    public override int[] Slots { get; } = [slot];

    protected override Operator Create(Frame frame) => new Run(frame, this);

    private int CollectionId => collectionId;

    private int Slot => slot;

    private ClauseValue From => from;

    private ClauseValue To => to;

    private sealed class Run(Frame frame, ChangesPlan plan) : Operator
    {
        // A document as of then is looked up; of more versions it is read from the history that they stand in.
        private const int LeastLookups = 64;
        private const int LookupShare = 8;

        private DocumentCursor? _cursor;
        private Document? _ahead;
        private ReadView? _before; // where only what was written since then is read
        private long _from;

        public override void Start()
        {
            _cursor?.Dispose();
            _from = SeqOf(plan.From);
            var to = ViewSource.At(frame.View, plan.To.Get(frame), plan.To.Place);
            if (_from > to.Seq)
                throw plan.From.Error(
                    NqlErrorCode.ValueInvalid, $"CHANGES goes from an earlier state to a later one; found {_from} to {to.Seq}.");
            var isFew = _from >= to.Horizon && to.Seq - _from <= Math.Max(LeastLookups, to.EstimateCount(plan.CollectionId) / LookupShare);
            _before = isFew ? to.AsOf(_from) : null;
            _cursor = isFew
                ? to.ScanHistory(plan.CollectionId, KeyRange.All, _from)
                : to.ScanHistory(plan.CollectionId, KeyRange.All);
            _ahead = Fetch();
        }

        public override bool MoveNext()
        {
            while (_ahead is { } first)
            {
                var key = first.Key;
                Document? before = null, after = null;
                while (_ahead is not null && _ahead.Key.Span.SequenceEqual(key.Span))
                {
                    if (_ahead.Seq <= _from)
                        before = _ahead;
                    after = _ahead;
                    _ahead = Fetch();
                }

                before ??= _before?.Find(plan.CollectionId, key.Span);
                var wasThere = before is { IsTombstone: false };
                var isThere = after is { IsTombstone: false };
                if (ReferenceEquals(before, after) || (!wasThere && !isThere))
                    continue;
                if (wasThere && isThere && DocumentEvaluator.IsSame(frame, before!, after!))
                    continue;
                frame.Slots[plan.Slot] = new[]
                {
                    after!.Id,
                    NedbValue.FromString(!wasThere ? "insert" : isThere ? "update" : "delete"),
                    wasThere ? DocumentEvaluator.ToObject(frame, before!) : default,
                    isThere ? DocumentEvaluator.ToObject(frame, after) : default,
                    NedbValue.FromInt64(after.Seq),
                };
                return true;
            }

            return false;
        }

        public override void Dispose() => _cursor?.Dispose();

        private Document? Fetch()
        {
            frame.Tick();
            return _cursor!.MoveNext() ? _cursor.Current : null;
        }

        // A seq need not be one of the states that are kept, since nothing is read there.
        private long SeqOf(ClauseValue clause)
        {
            var moment = clause.Get(frame);
            return moment.Kind == ValueKind.Int64 ? moment.AsInt64() : ViewSource.At(frame.View, in moment, clause.Place).Seq;
        }
    }
}
