namespace Nedb.Query.Binding;

/// <summary>TRAVERSE: the rows are replaced by the documents that they link to.</summary>
internal sealed record BoundTraversal(int SourceSlot, int Slot, string Relation);
