using System.Runtime.CompilerServices;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>A field of the document in a slot. A version written before the field existed reads as the field's default.</summary>
internal sealed class FieldEvaluator(int slot, int fieldId, NedbValue missing) : Evaluator
{
    private readonly NedbValue _missing = missing;

    public override void Evaluate(Frame frame, out NedbValue value)
    {
        if (frame.Slots[slot] is not { } row)
        {
            value = default;
            return;
        }

        var document = Unsafe.As<Document>(row);
        value = document.GetValue(fieldId);
        if (value.IsNull && !_missing.IsNull && !document.IsTombstone && !document.HasField(fieldId))
            value = _missing;
    }

    public override bool TryEvaluateInt64(Frame frame, out long result)
    {
        if (frame.Slots[slot] is { } row && Unsafe.As<Document>(row).TryGetInt64(fieldId, out result))
            return true;
        return base.TryEvaluateInt64(frame, out result);
    }
}
