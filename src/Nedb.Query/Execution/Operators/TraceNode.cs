using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Operators;

/// <summary>A node of a trace, as it lies in a slot; its columns are made when somebody asks for them.</summary>
/// <param name="Version">The version.</param>
/// <param name="Depth">How many steps it is away from the start.</param>
/// <param name="Via">The seq of the step before.</param>
internal sealed record TraceNode(Document Version, long Depth, long Via);
