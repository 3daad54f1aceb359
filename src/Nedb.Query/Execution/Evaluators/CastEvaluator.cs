using Nedb.Query.Types;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>A conversion that the query asks for; null stays null.</summary>
/// <param name="operand">What is converted.</param>
/// <param name="source">The type that it is known to have.</param>
/// <param name="type">The type that it gets.</param>
internal sealed class CastEvaluator(Evaluator operand, FieldType source, FieldType type) : Evaluator
{
    private readonly bool _isShortened = source.Kind == FieldKind.Single && type.Kind is FieldKind.Decimal or FieldKind.String;

    public override void Evaluate(Frame frame, out NedbValue value)
    {
        operand.Evaluate(frame, out value);
        if (value.IsNull)
            return;
        if (_isShortened && value.Kind == ValueKind.Double)
            value = Casts.Shorten(value.AsDouble(), type.Kind);
        value = Casts.Cast(in value, type);
    }
}
