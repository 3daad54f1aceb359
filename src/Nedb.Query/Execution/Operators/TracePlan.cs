using Nedb.Query.Binding;
using Nedb.Query.Diagnostics;
using Nedb.Query.Execution.Evaluators;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Operators;

/// <summary>
/// Follows causes, or effects, from the versions that the input names by their seqs: breadth first, so each node once and nearest first;
/// within a depth
/// the newest first. The start is not shown. A cause is shown as the version that caused, whatever became of it since.
/// </summary>
internal sealed class TracePlan(Plan input, Evaluator seq, int slot, bool isReverse, Evaluator? depth, ViewSource view) : Plan
{
    public override string Name => isReverse ? "effects" : "causes";

    public override IReadOnlyList<Plan> Inputs => [input];

    public override int[] Slots { get; } = [slot];

    protected override Operator Create(Frame frame) => new Run(frame, this, input.Open(frame));

    private Evaluator Seq => seq;

    private int Slot => slot;

    private Evaluator? Depth => depth;

    private ViewSource View => view;

    private IEnumerable<long> Neighbors(ReadView state, long node)
    {
        if (isReverse)
            return state.FindEffects(node);
        return state.FindNode(node) is { Provenance.CausedBy: { IsDefault: false } causes } ? causes : [];
    }

    private sealed class Run(Frame frame, TracePlan plan, Operator input) : Operator
    {
        private readonly HashSet<long> _seen = [];
        private readonly List<(long Seq, long Via)> _level = [];
        private ReadView? _view;
        private long _depth;
        private long _deepest;
        private int _next;

        public override void Start()
        {
            _seen.Clear();
            _level.Clear();
            _depth = 0;
            _view = plan.View.Get(frame);
            _deepest = LimitPlan.CountOf(frame, plan.Depth, "DEPTH") ?? long.MaxValue;
            input.Start();
            while (input.MoveNext())
            {
                frame.Tick();
                plan.Seq.Evaluate(frame, out var value);
                if (value.Kind == ValueKind.Int64 && _seen.Add(value.AsInt64()))
                    _level.Add((value.AsInt64(), 0));
                else if (value.Kind is not (ValueKind.Int64 or ValueKind.Null))
                    throw new NqlException(NqlErrorCode.TypeMismatch, $"A trace starts from seqs; found {value}.");
            }

            _next = _level.Count;
        }

        public override bool MoveNext()
        {
            while (true)
            {
                while (_next < _level.Count)
                {
                    var (seq, via) = _level[_next++];
                    if (_view!.FindNode(seq) is not { } node)
                        continue;
                    frame.Slots[plan.Slot] = RowOf(node, via);
                    return true;
                }

                if (_level.Count == 0 || _depth >= _deepest)
                    return false;
                Descend();
            }
        }

        public override void Dispose() => input.Dispose();

        private void Descend()
        {
            var found = new List<(long Seq, long Via)>();
            foreach (var (node, _) in _level)
            {
                frame.Tick();
                foreach (var neighbor in plan.Neighbors(_view!, node))
                    if (_seen.Add(neighbor))
                        found.Add((neighbor, node));
            }

            found.Sort(static (left, right) => right.Seq.CompareTo(left.Seq));
            _level.Clear();
            _level.AddRange(found);
            _next = 0;
            _depth++;
        }

        /// <summary>In the order of <see cref="CausalColumns"/>.</summary>
        private NedbValue[] RowOf(Document node, long via) =>
        [
            NedbValue.FromInt64(node.Seq),
            NedbValue.FromInt64(_depth),
            NedbValue.FromInt64(via),
            Metadata(node, MetadataField.Collection),
            Metadata(node, MetadataField.Id),
            Metadata(node, MetadataField.Kind),
            Metadata(node, MetadataField.Hash),
            Metadata(node, MetadataField.CommittedAt),
            Metadata(node, MetadataField.CausedBy),
            Metadata(node, MetadataField.Evidence),
            Metadata(node, MetadataField.Confidence),
            Metadata(node, MetadataField.ValidFrom),
            Metadata(node, MetadataField.ValidTo),
            DocumentEvaluator.ToObject(frame, node),
        ];

        private NedbValue Metadata(Document node, MetadataField field) => MetadataEvaluator.Read(frame, node, field);
    }
}
