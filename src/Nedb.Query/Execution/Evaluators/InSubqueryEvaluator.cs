using Nedb.Query.Execution.Batches;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>Whether a value is among those of a query that depends on no outer row.</summary>
internal sealed class InSubqueryEvaluator(Evaluator item, QueryValues values, bool isNegated) : PredicateEvaluator
{
    public override bool EvaluateBoolean(Frame frame)
    {
        var set = values.Get(frame);
        item.Evaluate(frame, out var value);
        return set.Contains(in value) != isNegated;
    }

    public override void Mark(Frame frame, RowBatch batch, Span<bool> marks)
    {
        if (values.Get(frame).Held is { } held)
            held.Mark(frame, batch, item, isNegated, marks);
        else
            base.Mark(frame, batch, marks);
    }
}
