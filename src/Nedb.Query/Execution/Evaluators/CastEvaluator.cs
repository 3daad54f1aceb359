using Nedb.Query.Execution.Batches;
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
        Convert(ref value);
    }

    // No document is made of a row for a number that a column gives.
    protected internal override bool TryFill(Frame frame, RowBatch batch, Vector vector)
    {
        var operands = frame.RentVector();
        operand.Fill(frame, batch, operands);
        if (type.Kind == FieldKind.Double && operands is { Kind: VectorKind.Integers, ValueKind: ValueKind.Int64 })
        {
            vector.Reset(VectorKind.Doubles, operands.Count);
            vector.HasNull = operands.HasNull;
            if (operands.HasNull)
                operands.Nulls.CopyTo(vector.Nulls);
            for (var row = 0; row < operands.Count; row++)
                vector.Doubles[row] = operands.Integers[row];
        }
        else
        {
            vector.Reset(VectorKind.Values, operands.Count);
            for (var row = 0; row < operands.Count; row++)
            {
                ref var value = ref vector.Values[row];
                value = operands.Get(row);
                Convert(ref value);
            }
        }

        frame.ReturnVector(operands);
        return true;
    }

    private void Convert(ref NedbValue value)
    {
        if (value.IsNull)
            return;
        if (_isShortened && value.Kind == ValueKind.Double)
            value = Casts.Shorten(value.AsDouble(), type.Kind);
        value = Casts.Cast(in value, type);
    }
}
