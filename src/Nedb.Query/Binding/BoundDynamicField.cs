using Nedb.Storage.Schema;

namespace Nedb.Query.Binding;

/// <summary>A field, by its name, of a document whose collection differs from row to row.</summary>
internal sealed record BoundDynamicField(int Slot, string Name) : BoundExpression(default(FieldType));
