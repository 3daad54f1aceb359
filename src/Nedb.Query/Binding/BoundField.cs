using Nedb.Storage.Schema;

namespace Nedb.Query.Binding;

/// <summary>A field of the document in a slot.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="Collection">The collection.</param>
/// <param name="Field">The field.</param>
/// <param name="IsOptional">
/// Whether a field that must have a value may be null all the same: an outer join may leave the slot empty, an end has no fields, and a
/// state of the past may be older than the rule.
/// </param>
internal sealed record BoundField(int Slot, CollectionDefinition Collection, FieldDefinition Field, bool IsOptional)
    : BoundExpression(Field.Type)
{
    public override bool IsNullable => IsOptional || Field.IsNullable;

    public bool Equals(BoundField? other) => other is not null && Slot == other.Slot && Field.Id == other.Field.Id;

    public override int GetHashCode() => HashCode.Combine(Slot, Field.Id);
}
