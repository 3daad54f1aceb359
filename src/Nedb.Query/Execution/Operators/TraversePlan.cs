using Nedb.Query.Binding;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Operators;

/// <summary>Replaces rows by the documents that they link to, each once, in the order in which they are met.</summary>
internal sealed class TraversePlan(Plan input, BoundTraversal traversal, ViewSource view) : Plan
{
    public override string Name => "traverse";

    public override string Detail => traversal.Relation;

    public override IReadOnlyList<Plan> Inputs => [input];

    public override int[] Slots { get; } = [traversal.Slot];

    protected override Operator Create(Frame frame) => new Run(frame, this, input.Open(frame));

    private int SourceSlot => traversal.SourceSlot;

    private int Slot => traversal.Slot;

    private string Relation => traversal.Relation;

    private ViewSource View => view;

    private sealed class Run(Frame frame, TraversePlan plan, Operator input) : Operator
    {
        private readonly HashSet<(int CollectionId, string Key)> _seen = [];
        private IReadOnlyList<LinkTarget> _targets = [];
        private ReadView? _view;
        private int _next;

        public override void Start()
        {
            _seen.Clear();
            _targets = [];
            _next = 0;
            _view = plan.View.Get(frame);
            input.Start();
        }

        public override bool MoveNext()
        {
            while (true)
            {
                while (_next < _targets.Count)
                {
                    var target = _targets[_next++];
                    frame.Tick();
                    if (!_seen.Add((target.CollectionId, Convert.ToHexString(target.Key.Span))))
                        continue;
                    if (_view!.Find(target.CollectionId, target.Key.Span) is not { } found)
                        continue;
                    frame.Slots[plan.Slot] = found;
                    return true;
                }

                if (!input.MoveNext())
                    return false;
                _next = 0;
                var document = (Document?)frame.Slots[plan.SourceSlot];
                _targets = document is null ? [] : _view!.FindLinks(document.CollectionId, document.Key.Span, plan.Relation);
            }
        }

        public override void Dispose() => input.Dispose();
    }
}
