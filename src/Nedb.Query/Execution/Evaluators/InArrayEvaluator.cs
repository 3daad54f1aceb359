using Nedb.Query.Diagnostics;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>Whether a value equals an item of an array; the items of an array that is constant for the execution are hashed once.</summary>
internal sealed class InArrayEvaluator(Evaluator item, Evaluator array, bool isNegated, bool isConstant, int state) : PredicateEvaluator
{
    public override bool EvaluateBoolean(Frame frame)
    {
        item.Evaluate(frame, out var value);
        var set = isConstant ? (ValueTable?)frame.States[state] : null;
        if (set is null)
        {
            set = Fill(frame);
            if (isConstant)
                frame.States[state] = set;
        }

        return set.Find(new ReadOnlySpan<NedbValue>(in value)) >= 0 != isNegated;
    }

    private ValueTable Fill(Frame frame)
    {
        var set = new ValueTable(1);
        array.Evaluate(frame, out var list);
        if (list.Kind is not (ValueKind.Array or ValueKind.Null))
            throw new NqlException(NqlErrorCode.TypeMismatch, $"IN needs an array, a list in parentheses or a query; found {list}.");
        if (list.Kind == ValueKind.Array)
            foreach (ref readonly var candidate in list.AsArray().Items)
                set.FindOrAdd(new ReadOnlySpan<NedbValue>(in candidate), out _);
        return set;
    }
}
