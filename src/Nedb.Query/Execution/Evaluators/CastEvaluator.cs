using Nedb.Query.Types;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>A conversion that the query asks for; null stays null.</summary>
internal sealed class CastEvaluator(Evaluator operand, FieldType type) : Evaluator
{
    public override void Evaluate(Frame frame, out NedbValue value)
    {
        operand.Evaluate(frame, out value);
        if (!value.IsNull)
            value = Casts.Cast(in value, type);
    }
}
