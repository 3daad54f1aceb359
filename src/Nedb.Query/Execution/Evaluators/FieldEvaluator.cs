using System.Runtime.CompilerServices;
using Nedb.Query.Execution.Batches;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>A field of the document in a slot. A version written before the field existed reads as the field's default.</summary>
internal sealed class FieldEvaluator(int slot, int fieldId, NedbValue missing) : Evaluator
{
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

        var documents = batch.Documents(slot);
        switch (KindOf(documents))
        {
            case (ValueKind.Null or ValueKind.Int64 or ValueKind.Boolean or ValueKind.Date) and var kind:
                vector.Reset(VectorKind.Integers, documents.Length, kind == ValueKind.Null ? ValueKind.Int64 : kind);
                if (!_column.TryReadIntegers(documents, vector.ValueKind, vector.Integers, vector.Nulls, out var hasNull))
                    return FillValues(documents, vector);
                vector.HasNull = hasNull;
                return true;
            case ValueKind.Double:
                vector.Reset(VectorKind.Doubles, documents.Length);
                if (!_column.TryReadDoubles(documents, vector.Doubles, vector.Nulls, out hasNull))
                    return FillValues(documents, vector);
                vector.HasNull = hasNull;
                return true;
            case ValueKind.Decimal:
                vector.Reset(VectorKind.Decimals, documents.Length);
                if (!_column.TryReadDecimals(documents, vector.Decimals, vector.Nulls, out hasNull))
                    return FillValues(documents, vector);
                vector.HasNull = hasNull;
                return true;
            case ValueKind.String when _column.AreTexts(documents):
                vector.SetTexts(_column, batch, slot);
                return true;
            default:
                return FillValues(documents, vector);
        }
    }

    private bool FillValues(ReadOnlySpan<Document?> documents, Vector vector)
    {
        vector.Reset(VectorKind.Values, documents.Length);
        var values = vector.Values;
        for (var row = 0; row < documents.Length; row++)
            if (documents[row] is { } document)
                Read(document, out values[row]);
            else
                values[row] = default;
        return true;
    }

    /// <summary>The kind of the first value that is not null: most likely that of all.</summary>
    private ValueKind? KindOf(ReadOnlySpan<Document?> documents)
    {
        foreach (var document in documents)
            if (_column.KindOf(document) is not ValueKind.Null and var kind)
                return kind;
        return ValueKind.Null;
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
