using Nedb.Query.Search;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Operators;

/// <summary>The documents of a collection that have the words of a phrase, in the order of their keys: by a search index, or, where the
/// state that is read is not a published one, by reading all.</summary>
/// <param name="all">Finds them by reading all.</param>
/// <param name="collection">The collection.</param>
/// <param name="slot">Where a document is put.</param>
/// <param name="view">The state that is read.</param>
/// <param name="phrase">What is looked for.</param>
/// <param name="check">Whether the document in the slot matches.</param>
/// <param name="fieldIds">The fields that are searched.</param>
internal sealed class SearchPlan(
    Plan all, CollectionDefinition collection, int slot, ViewSource view, Evaluator phrase, Evaluator check, int[] fieldIds) : Plan
{
    public override string Name => "search";

    public override string Detail => $"{collection.Name} by the words of {fieldIds.Length} fields";

    public override int[] Slots { get; } = [slot];

    protected override Operator Create(Frame frame) => new Run(frame, this);

    /// <returns>Null where reading all must do.</returns>
    private SearchHits? Find(Frame frame, ReadView read, out bool areExact)
    {
        areExact = true;
        phrase.Evaluate(frame, out var text);
        if (frame.Search is not { } indexes || text.Kind != ValueKind.String)
            return null;
        var words = SearchPhrase.Parse(text.AsString());
        if (words.IsEmpty)
            return null;
        // A moment that is not over when the statement begins may show what was committed since.
        var head = read.Seq > frame.View.Seq ? read : frame.View;
        var hits = indexes.Find(head, read, collection, fieldIds, words, frame.Cancellation);
        areExact = hits.AreExact && !words.HasRuns;
        return hits;
    }

    private bool IsMatch(Frame frame, Document document)
    {
        frame.Tick();
        frame.Slots[slot] = document;
        return check.EvaluateBoolean(frame);
    }

    private Plan All => all;

    private ViewSource View => view;

    private sealed class Run(Frame frame, SearchPlan plan) : Operator
    {
        private SearchHits? _found;
        private bool _areExact;
        private Operator? _all;
        private int _next;

        public override void Start()
        {
            _next = 0;
            _found = plan.Find(frame, plan.View.Get(frame), out _areExact);
            if (_found is null)
                (_all ??= plan.All.Open(frame)).Start();
        }

        public override bool MoveNext()
        {
            if (_found is null)
                return _all!.MoveNext();
            while (_next < _found.Count)
            {
                var document = _found[_next++];
                frame.Slots[plan.Slots[0]] = document;
                if (_areExact || plan.IsMatch(frame, document))
                    return true;
            }

            return false;
        }

        public override void Dispose() => _all?.Dispose();
    }
}
