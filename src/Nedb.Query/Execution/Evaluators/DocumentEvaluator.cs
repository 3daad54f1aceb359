using System.Runtime.CompilerServices;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>The whole document in a slot as an object of its fields.</summary>
internal sealed class DocumentEvaluator(int slot) : Evaluator
{
    public override void Evaluate(Frame frame, out NedbValue value) =>
        value = frame.Slots[slot] is { } row ? ToObject(frame, Unsafe.As<Document>(row)) : default;

    /// <summary>The fields by their present names; null for a tombstone.</summary>
    public static NedbValue ToObject(Frame frame, Document document)
    {
        if (document.IsTombstone)
            return default;
        var definition = frame.View.Catalog.Find(document.CollectionId);
        var members = new List<KeyValuePair<string, NedbValue>>();
        if (definition is { IsDeclared: true })
        {
            foreach (var field in definition.Fields)
                members.Add(new(field.Name, document.HasField(field.Id) ? document.GetValue(field.Id) : field.Default));
        }
        else
        {
            foreach (var id in document.FieldIds)
                members.Add(new(definition?.FindField(id)?.Name ?? $"field {id}", document.GetValue(id)));
        }

        return NedbValue.FromObject(new(members));
    }
}
