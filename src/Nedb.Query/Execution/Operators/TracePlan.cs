using Nedb.Query.Binding;
using Nedb.Query.Diagnostics;
using Nedb.Query.Writes;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Operators;

/// <summary>
/// Follows causes, or effects, from the versions that the input names by their seqs: breadth first, so each node once and nearest first;
/// within a depth
/// the newest first. The start is not shown. A cause is shown as the version that caused, whatever became of it since. Links are followed
/// in the same way, from document to document; those that the input names are shown where a link leads back to them.
/// </summary>
internal sealed class TracePlan(
    Plan input, Evaluator seq, int slot, TableFunction function, Evaluator? relation, Evaluator? depth, ViewSource view) : Plan
{
    public override string Name => function switch
    {
        TableFunction.Linked => "linked",
        TableFunction.LinkedBy => "linked by",
        TableFunction.Effects => "effects",
        _ => "causes",
    };

    public override IReadOnlyList<Plan> Inputs => [input];

    public override int[] Slots { get; } = [slot];

    protected override Operator Create(Frame frame) => new Run(frame, this, input.Open(frame));

    private Evaluator Seq => seq;

    private int Slot => slot;

    private Evaluator? Depth => depth;

    private ViewSource View => view;

    private Evaluator? Relation => relation;

    private bool IsOfLinks => relation is not null;

    private IEnumerable<long> Neighbors(ReadView state, long node, string? name) => function switch
    {
        TableFunction.Effects => state.FindEffects(node),
        TableFunction.Causes => state.FindNode(node) is { Provenance.CausedBy: { IsDefault: false } causes } ? causes : [],
        _ => state.FindNode(node) is { } document ? Linked(state, document, name) : [],
    };

    private IEnumerable<long> Linked(ReadView state, Document document, string? name)
    {
        foreach (var target in state.FindLinks(document.CollectionId, document.Key.Span, name, function == TableFunction.LinkedBy))
            if (state.Find(target.CollectionId, target.Key.Span) is { } found)
                yield return found.Seq;
    }

    private sealed class Run(Frame frame, TracePlan plan, Operator input) : Operator
    {
        private readonly HashSet<long> _seen = [];
        private readonly List<(long Seq, long Via)> _level = [];
        private ReadView? _view;
        private string? _relation;
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
            _relation = plan.Relation is null ? null : WriteDetails.Text(frame, plan.Relation, "The relation of links");
            var started = new HashSet<long>();
            input.Start();
            while (input.MoveNext())
            {
                frame.Tick();
                plan.Seq.Evaluate(frame, out var value);
                if (value.Kind == ValueKind.Int64 && started.Add(value.AsInt64()))
                    _level.Add((value.AsInt64(), 0));
                else if (value.Kind is not (ValueKind.Int64 or ValueKind.Null))
                    throw new NqlException(NqlErrorCode.TypeMismatch, $"A trace starts from seqs; found {value}.");
            }

            if (!plan.IsOfLinks)
                _seen.UnionWith(started);
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
                    frame.Slots[plan.Slot] = new TraceNode(node, _depth, via);
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
                foreach (var neighbor in plan.Neighbors(_view!, node, _relation))
                    if (_seen.Add(neighbor))
                        found.Add((neighbor, node));
            }

            found.Sort(static (left, right) => right.Seq.CompareTo(left.Seq));
            _level.Clear();
            _level.AddRange(found);
            _next = 0;
            _depth++;
        }
    }
}
