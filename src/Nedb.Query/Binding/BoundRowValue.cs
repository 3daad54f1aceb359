using Nedb.Storage.Schema;

namespace Nedb.Query.Binding;

/// <summary>A column of the computed row in a slot.</summary>
internal sealed record BoundRowValue(int Slot, int Ordinal, FieldType Type, bool CanBeNull = true) : BoundExpression(Type)
{
    public override bool IsNullable => CanBeNull;
}
