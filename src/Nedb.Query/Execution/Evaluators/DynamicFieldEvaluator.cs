using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>A field, by its present name, of a document whose collection differs from row to row; null where its collection has no such
/// field.</summary>
internal sealed class DynamicFieldEvaluator(int slot, string name) : Evaluator
{
    public override void Evaluate(Frame frame, out NedbValue value)
    {
        value = default;
        if (frame.Slots[slot] is not Document document || document.IsTombstone)
            return;
        if (frame.View.Catalog.Find(document.CollectionId)?.FindField(name) is not { } field)
            return;
        value = document.HasField(field.Id) ? document.GetValue(field.Id) : field.MissingValue;
    }
}
