using Nedb.Query.Execution;
using Nedb.Query.Syntax;

namespace Nedb.Query.Writes;

/// <summary>The part of valid time that a statement changes or deletes.</summary>
/// <param name="From">Its start; null for none.</param>
/// <param name="To">Its end; null for none.</param>
/// <param name="Place">Where the statement says so.</param>
internal sealed record BoundPortion(ClauseValue? From, ClauseValue? To, TextPlace Place);
