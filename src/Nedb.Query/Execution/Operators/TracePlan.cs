using Nedb.Query.Binding;
using Nedb.Query.Diagnostics;
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
    Plan input, ClauseValue seq, int slot, TableFunction function, ClauseValue? relation, ClauseValue? depth, ViewSource view) : Plan
{
    /// <summary>Whether within a depth the oldest node comes first instead of the newest.</summary>
    public bool IsOldestFirst { get; init; }

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

    private ClauseValue Seq => seq;

    private int Slot => slot;

    private ClauseValue? Depth => depth;

    private ViewSource View => view;

    private ClauseValue? Relation => relation;

    private bool IsOfLinks => relation is not null;

    private bool FollowsNodes => function != TableFunction.Effects;

    private IEnumerable<long> Neighbors(ReadView state, in Step step, string? name) => function switch
    {
        TableFunction.Effects => state.FindEffects(step.Seq),
        TableFunction.Causes => step.Node is { Provenance.CausedBy: { IsDefault: false } causes } ? causes : [],
        _ => step.Node is { } document ? Linked(state, document, name) : [],
    };

    private IEnumerable<long> Linked(ReadView state, Document document, string? name)
    {
        foreach (var target in state.FindLinks(document.CollectionId, document.Key.Span, name, function == TableFunction.LinkedBy))
            if (state.Find(target.CollectionId, target.Key.Span) is { } found)
                yield return found.Seq;
    }

    // A node is looked up once, to be shown and to be followed.
    private readonly record struct Step(long Seq, long Via, Document? Node);

    private sealed class Run(Frame frame, TracePlan plan, Operator input) : Operator
    {
        private readonly HashSet<long> _seen = [];
        private List<Step> _level = [];
        private List<Step> _found = [];
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
            _deepest = ClauseValue.Count(frame, plan.Depth, "DEPTH") ?? long.MaxValue;
            _relation = ClauseValue.Text(frame, plan.Relation, "The relation of links");
            var started = new HashSet<long>();
            input.Start();
            while (input.MoveNext())
            {
                frame.Tick();
                plan.Seq.Evaluator.Evaluate(frame, out var value);
                if (value.Kind == ValueKind.Int64 && started.Add(value.AsInt64()))
                    _level.Add(new(value.AsInt64(), 0, plan.FollowsNodes ? _view.FindNode(value.AsInt64()) : null));
                else if (value.Kind is not (ValueKind.Int64 or ValueKind.Null))
                    throw plan.Seq.Error(
                        NqlErrorCode.TypeMismatch, $"A trace starts from seqs, such as SELECT _seq gives; found {value}.");
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
                    // Whichever way they are shown, they are followed newest first, which decides through whom a node is reached.
                    var place = plan.IsOldestFirst ? _level.Count - 1 - _next : _next;
                    _next++;
                    var step = _level[place];
                    if (_view!.FindNode(step.Seq) is not { } node)
                        continue;
                    _level[place] = step with { Node = node };
                    frame.Slots[plan.Slot] = new TraceNode(node, _depth, step.Via);
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
            _found.Clear();
            foreach (var step in _level)
            {
                frame.Tick();
                foreach (var neighbor in plan.Neighbors(_view!, in step, _relation))
                    if (_seen.Add(neighbor))
                        _found.Add(new(neighbor, step.Seq, null));
            }

            if (_found.Count > 1)
                _found.Sort(static (left, right) => right.Seq.CompareTo(left.Seq));
            (_level, _found) = (_found, _level);
            _next = 0;
            _depth++;
        }
    }
}
