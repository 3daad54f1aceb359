using Nedb.Query.Diagnostics;
using Nedb.Query.Execution.Batches;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>Whether a value equals an item of an array; the items of an array that is constant for the execution are hashed once.</summary>
internal sealed class InArrayEvaluator(Evaluator item, Evaluator array, bool isNegated, bool isConstant, int state) : PredicateEvaluator
{
    public override bool EvaluateBoolean(Frame frame)
    {
        item.Evaluate(frame, out var value);
        return Values(frame).Contains(in value) != isNegated;
    }

    public override void Mark(Frame frame, RowBatch batch, Span<bool> marks)
    {
        if (isConstant)
            Values(frame).Mark(frame, batch, item, isNegated, marks);
        else
            base.Mark(frame, batch, marks);
    }

    private ListedValues Values(Frame frame)
    {
        if (isConstant && frame.States[state] is ListedValues known)
            return known;
        var made = new ListedValues(Read(frame));
        if (isConstant)
            frame.States[state] = made;
        return made;
    }

    private ValueTable Read(Frame frame)
    {
        var values = new ValueTable(1);
        array.Evaluate(frame, out var list);
        if (list.Kind is not (ValueKind.Array or ValueKind.Null))
            throw new NqlException(NqlErrorCode.TypeMismatch, $"IN needs an array, a list in parentheses or a query; found {list}.");
        if (list.Kind == ValueKind.Array)
            foreach (ref readonly var candidate in list.AsArray().Items)
                values.FindOrAdd(new ReadOnlySpan<NedbValue>(in candidate), out _);
        return values;
    }
}
