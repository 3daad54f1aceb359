using Nedb.Query.Types;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>Text folded so that comparing it ordinally compares it by a collation; other values as they are.</summary>
internal sealed class FoldEvaluator(Evaluator operand, Collation collation) : Evaluator
{
    public override void Evaluate(Frame frame, out NedbValue value)
    {
        operand.Evaluate(frame, out value);
        if (value.Kind == ValueKind.String)
            value = NedbValue.FromString(collation.Key(value.AsString()));
    }
}
