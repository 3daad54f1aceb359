using System.Runtime.CompilerServices;
using Nedb.Query.Execution.Batches;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>A field of the document in a slot. A version written before the field existed reads as what the field was added with.</summary>
internal sealed class FieldEvaluator(int slot, int fieldId, NedbValue missing) : Evaluator
{
    /// <summary>The slot of the document.</summary>
    public int Slot => slot;

    /// <summary>The identity of the field.</summary>
    public int FieldId => fieldId;

    private readonly NedbValue _missing = missing;
    private readonly FieldColumn _column = new(fieldId, missing.IsNull);

    public override void Evaluate(Frame frame, out NedbValue value)
    {
        if (frame.Slots[slot] is { } row)
            Read(Unsafe.As<Document>(row), out value);
        else
            value = default;
    }

    public override bool TryEvaluateInt64(Frame frame, out long result)
    {
        if (frame.Slots[slot] is { } row && _column.TryRead(Unsafe.As<Document>(row), out result))
            return true;
        return base.TryEvaluateInt64(frame, out result);
    }

    public override void Mark(Frame frame, RowBatch batch, Span<bool> marks)
    {
        var vector = frame.RentVector();
        if (TryFill(frame, batch, vector) && vector is { Kind: VectorKind.Integers, ValueKind: ValueKind.Boolean })
        {
            var integers = vector.Integers;
            for (var row = 0; row < marks.Length; row++)
                marks[row] = integers[row] != 0;
        }
        else
        {
            base.Mark(frame, batch, marks);
        }

        frame.ReturnVector(vector);
    }

    protected internal override bool TryFill(Frame frame, RowBatch batch, Vector vector)
    {
        if (!batch.Sets(slot))
        {
            Evaluate(frame, out var outer);
            return ConstantEvaluator.FillConstant(in outer, batch, vector);
        }

        var rows = batch.Rows(slot);
        switch (_column.KindOf(rows))
        {
            case (ValueKind.Null or ValueKind.Int64 or ValueKind.Boolean or ValueKind.Date or ValueKind.Timestamp) and var kind:
                vector.Reset(VectorKind.Integers, rows.Length, kind == ValueKind.Null ? ValueKind.Int64 : kind);
                if (!_column.TryReadIntegers(rows, vector.ValueKind, vector.Integers, vector.Nulls, out var hasNull, out var timeKind))
                    return FillValues(rows, vector);
                vector.TimeKind = timeKind;
                vector.HasNull = hasNull;
                return true;
            case ValueKind.Double:
                vector.Reset(VectorKind.Doubles, rows.Length);
                if (!_column.TryReadDoubles(rows, vector.Doubles, vector.Nulls, out hasNull))
                    return FillValues(rows, vector);
                vector.HasNull = hasNull;
                return true;
            case ValueKind.Decimal:
                vector.Reset(VectorKind.Decimals, rows.Length);
                if (!_column.TryReadDecimals(rows, vector.Decimals, vector.Nulls, out hasNull))
                    return FillValues(rows, vector);
                vector.HasNull = hasNull;
                return true;
            case ValueKind.String when _column.AreTexts(rows):
                vector.SetTexts(_column, batch, slot);
                return true;
            default:
                return FillValues(rows, vector);
        }
    }

    private bool FillValues(ReadOnlySpan<RowHandle> rows, Vector vector)
    {
        vector.Reset(VectorKind.Values, rows.Length);
        var values = vector.Values;
        for (var row = 0; row < rows.Length; row++)
            if (!_column.TryRead(in rows[row], out values[row]))
                Read(Unsafe.As<Document>(rows[row].Read())!, out values[row]);
        return true;
    }

    private void Read(Document document, out NedbValue value)
    {
        if (_column.TryRead(document, out value))
            return;
        value = document.GetValue(fieldId);
        if (value.IsNull && !_missing.IsNull && !document.IsTombstone && !document.HasField(fieldId))
            value = _missing;
    }
}
