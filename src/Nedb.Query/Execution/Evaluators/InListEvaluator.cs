using Nedb.Query.Execution.Batches;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>Whether a value equals one of a list; null equals null.</summary>
/// <param name="item">The value.</param>
/// <param name="list">The list, which is short or differs from row to row.</param>
/// <param name="isNegated">Whether it must equal none.</param>
/// <param name="ofBatches">Asks the same of whole batches; null where the list differs from row to row.</param>
internal sealed class InListEvaluator(Evaluator item, Evaluator[] list, bool isNegated, InSetEvaluator? ofBatches) : PredicateEvaluator
{
    public override bool EvaluateBoolean(Frame frame)
    {
        item.Evaluate(frame, out var value);
        foreach (var candidate in list)
        {
            candidate.Evaluate(frame, out var other);
            if (ValueComparer.Equals(in value, in other))
                return !isNegated;
        }

        return isNegated;
    }

    public override void Mark(Frame frame, RowBatch batch, Span<bool> marks)
    {
        if (ofBatches is null)
            base.Mark(frame, batch, marks);
        else
            ofBatches.Mark(frame, batch, marks);
    }
}
