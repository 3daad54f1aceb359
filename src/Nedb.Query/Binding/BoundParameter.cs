using Nedb.Storage.Schema;

namespace Nedb.Query.Binding;

/// <summary>A parameter by its number in the script.</summary>
internal sealed record BoundParameter(int Index, string Name) : BoundExpression(default(FieldType));
