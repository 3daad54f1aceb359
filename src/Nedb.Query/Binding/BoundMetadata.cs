using Nedb.Query.Execution;
using Nedb.Storage.Schema;

namespace Nedb.Query.Binding;

/// <summary>What the engine knows about the version in a slot.</summary>
internal sealed record BoundMetadata(int Slot, MetadataField Field, FieldType Type) : BoundExpression(Type);
