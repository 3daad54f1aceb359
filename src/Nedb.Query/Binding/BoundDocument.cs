using Nedb.Storage.Schema;

namespace Nedb.Query.Binding;

/// <summary>The whole document in a slot, as an object.</summary>
internal sealed record BoundDocument(int Slot) : BoundExpression(new FieldType(FieldKind.Object));
