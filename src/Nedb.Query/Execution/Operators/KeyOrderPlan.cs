using System.Runtime.InteropServices;
using Nedb.Query.Execution.Spills;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Operators;

/// <summary>
/// Puts documents that an index gave in its own order back into the order of their keys, so that the index changes no answer: all of
/// them, or, where the
/// order of the index is wanted, those within each run of equal values. Of a union a document that was found in several ways comes once.
/// </summary>
internal sealed class KeyOrderPlan(Plan input, int slot, Evaluator[] runKeys, bool isUnion = false) : Plan
{
    public override string Name => isUnion ? "union in key order" : runKeys.Length == 0 ? "key order" : "key order of ties";

    /// <summary>Whether all rows come in the order of their keys.</summary>
    public bool IsWhole => runKeys.Length == 0;

    public override IReadOnlyList<Plan> Inputs => [input];

    public override int[] Slots => input.Slots;

    protected override Operator Create(Frame frame) => new Run(frame, input.Open(frame), new(frame, this), slot, runKeys, isUnion);

    private sealed class Run(Frame frame, Operator input, StepMemory memory, int slot, Evaluator[] runKeys, bool isUnion)
        : Operator
    {
        private readonly RowMeter _meter = new();
        private RowSorter? _spilled;
        private readonly List<Document> _documents = [];
        private NedbValue[] _run = new NedbValue[runKeys.Length];
        private NedbValue[] _present = new NedbValue[runKeys.Length];
        private Document? _ahead;
        private Document? _last; // of a union
        private int _next;

        public override void Start()
        {
            memory.Reset();
            Clear();
            _spilled = null;
            _next = 0;
            _last = null;
            input.Start();
            _ahead = Fetch();
        }

        public override bool MoveNext()
        {
            while (true)
            {
                if (_spilled is not null)
                {
                    if (!_spilled.MoveNext())
                        _spilled = null;
                    else if (IsNew((Document)frame.Slots[slot]!))
                        return true;
                    continue;
                }

                if (_next >= _documents.Count)
                {
                    if (!FillRun())
                        return false;
                    continue;
                }

                var document = _documents[_next++];
                if (!IsNew(document))
                    continue;
                frame.Slots[slot] = document;
                return true;
            }
        }

        public override void Dispose()
        {
            input.Dispose();
            memory.Release();
        }

        /// <summary>Whether a document of a union is another one than the last, which it then is.</summary>
        private bool IsNew(Document document)
        {
            if (!isUnion)
                return true;
            if (_last is not null && _last.Key.Span.SequenceEqual(document.Key.Span))
                return false;
            _last = document;
            return true;
        }

        private Document? Fetch()
        {
            if (!input.MoveNext())
                return null;
            frame.Tick();
            for (var i = 0; i < runKeys.Length; i++)
                runKeys[i].Evaluate(frame, out _present[i]);
            return (Document)frame.Slots[slot]!;
        }

        private bool FillRun()
        {
            Clear();
            _next = 0;
            if (_ahead is null)
                return false;
            (_run, _present) = (_present, _run);
            Add(_ahead);
            while ((_ahead = Fetch()) is not null && IsSameRun())
                Add(_ahead);
            if (_documents.Count > 1)
                Ordering.Sort(
                    frame, CollectionsMarshal.AsSpan(_documents), static (left, right) => left.Key.Span.SequenceCompareTo(right.Key.Span));
            return true;
        }

        private void Add(Document document)
        {
            if (_spilled is not null)
            {
                Spill(document);
                return;
            }

            _documents.Add(document);
            _meter.Add(document);
            if (!memory.Hold(_meter.Bytes + (sizeof(long) * (long)_documents.Count)))
                return;
            _spilled = new(memory.Fork(), [slot]);
            foreach (var held in _documents)
                Spill(held);
            Clear();
        }

        private void Spill(Document document)
        {
            var present = frame.Slots[slot];
            frame.Slots[slot] = document;
            _spilled!.Key.WriteBytes(document.Key.Span);
            _spilled.Add();
            frame.Slots[slot] = present;
        }

        private void Clear()
        {
            _documents.Clear();
            _meter.Clear();
            memory.Hold(0);
        }

        private bool IsSameRun()
        {
            for (var i = 0; i < _run.Length; i++)
                if (!ValueComparer.Equals(in _run[i], in _present[i]))
                    return false;
            return true;
        }
    }
}
