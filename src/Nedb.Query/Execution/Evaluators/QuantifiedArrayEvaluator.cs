using Nedb.Query.Diagnostics;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>A comparison with any or all of the items of an array. The array of null is empty.</summary>
internal sealed class QuantifiedArrayEvaluator(Evaluator item, Comparison comparison, bool isAll, Evaluator array) : PredicateEvaluator
{
    public override bool EvaluateBoolean(Frame frame)
    {
        item.Evaluate(frame, out var value);
        array.Evaluate(frame, out var list);
        if (list.IsNull)
            return isAll;
        if (list.Kind != ValueKind.Array)
            throw new NqlException(NqlErrorCode.TypeMismatch, $"An array or a query is needed; found {list}.");
        foreach (ref readonly var other in list.AsArray().Items)
            if (Comparisons.Holds(comparison, in value, in other) != isAll)
                return !isAll;
        return isAll;
    }
}
