using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Operators;

/// <summary>
/// Puts documents that an index gave in its own order back into the order of their keys, so that the index changes no answer: all of
/// them, or, where the
/// order of the index is wanted, those within each run of equal values.
/// </summary>
internal sealed class KeyOrderPlan(Plan input, int slot, Evaluator[] runKeys) : Plan
{
    public override string Name => runKeys.Length == 0 ? "key order" : "key order of ties";

    public override IReadOnlyList<Plan> Inputs => [input];

    public override int[] Slots => input.Slots;

    protected override Operator Create(Frame frame) => new Run(frame, input.Open(frame), slot, runKeys);

    private sealed class Run(Frame frame, Operator input, int slot, Evaluator[] runKeys) : Operator
    {
        private readonly List<Document> _documents = [];
        private NedbValue[] _run = new NedbValue[runKeys.Length];
        private NedbValue[] _present = new NedbValue[runKeys.Length];
        private Document? _ahead;
        private int _next;

        public override void Start()
        {
            _documents.Clear();
            _next = 0;
            input.Start();
            _ahead = Fetch();
        }

        public override bool MoveNext()
        {
            if (_next >= _documents.Count && !FillRun())
                return false;
            frame.Slots[slot] = _documents[_next++];
            return true;
        }

        public override void Dispose() => input.Dispose();

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
            _documents.Clear();
            _next = 0;
            if (_ahead is null)
                return false;
            (_run, _present) = (_present, _run);
            _documents.Add(_ahead);
            while ((_ahead = Fetch()) is not null && IsSameRun())
                _documents.Add(_ahead);
            if (_documents.Count > 1)
                _documents.Sort(static (left, right) => left.Key.Span.SequenceCompareTo(right.Key.Span));
            return true;
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
