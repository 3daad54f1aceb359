using Nedb.Storage.Schema;

namespace Nedb.Query.Binding;

/// <summary>A column of the computed row in a slot.</summary>
internal sealed record BoundRowValue(int Slot, int Ordinal, FieldType Type, bool CanBeNull = true) : BoundExpression(Type)
{
    public override bool IsNullable => CanBeNull;

    /// <summary>Whether the slot holds the node of a trace, whose columns are made when they are read, and not a row of values.</summary>
    public bool IsOfTrace { get; init; }
}
