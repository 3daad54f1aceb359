using Nedb.Storage.Collations;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>Text, alone or in an array, folded so that comparing it ordinally compares it by a collation; others as they are.</summary>
internal sealed class FoldEvaluator(Evaluator operand, Collation collation) : Evaluator
{
    public override void Evaluate(Frame frame, out NedbValue value)
    {
        operand.Evaluate(frame, out value);
        value = value.Kind == ValueKind.Array
            ? NedbValue.FromArray(new NedbArray([.. value.AsArray().Select(item => collation.Fold(in item))]))
            : collation.Fold(in value);
    }
}
