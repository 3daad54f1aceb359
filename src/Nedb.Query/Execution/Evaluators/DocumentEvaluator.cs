using System.Runtime.CompilerServices;
using Nedb.Storage.Schema;
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
                members.Add(new(field.Name, ValueOf(document, field)));
        }
        else
        {
            foreach (var id in document.FieldIds)
                members.Add(new(definition?.FindField(id)?.Name ?? $"field {id}", document.GetValue(id)));
        }

        return NedbValue.FromObject(new(members));
    }

    /// <summary>
    /// Whether two versions of a collection, neither of them a tombstone, are one document: the same fields and the same period, whoever
    /// wrote them when.
    /// </summary>
    public static bool IsSame(Frame frame, Document left, Document right)
    {
        if (left.Period != right.Period)
            return false;
        if (frame.View.Catalog.Find(left.CollectionId) is { IsDeclared: true } definition)
        {
            foreach (var field in definition.Fields)
                if (!IsSame(ValueOf(left, field), ValueOf(right, field)))
                    return false;
            return true;
        }

        var ids = left.FieldIds;
        if (!ids.SequenceEqual(right.FieldIds))
            return false;
        foreach (var id in ids)
            if (!IsSame(left.GetValue(id), right.GetValue(id)))
                return false;
        return true;
    }

    private static NedbValue ValueOf(Document document, FieldDefinition field) =>
        document.HasField(field.Id) ? document.GetValue(field.Id) : field.MissingValue;

    // 1 and 1.0 are equal but not the same. Where equal values of one kind may look different, the literals tell.
    private static bool IsSame(NedbValue left, NedbValue right) => left.Kind == right.Kind && left.Equals(right) && left.Kind switch
    {
        ValueKind.Decimal or ValueKind.Double or ValueKind.TimestampOffset or ValueKind.Array or ValueKind.Object =>
            left.ToString() == right.ToString(),
        _ => true,
    };
}
