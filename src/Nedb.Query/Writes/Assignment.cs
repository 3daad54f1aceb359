using Nedb.Query.Execution;
using Nedb.Query.Syntax;

namespace Nedb.Query.Writes;

/// <summary>What one item of SET changes: a field, or a place within it.</summary>
/// <param name="Field">The name of the field.</param>
/// <param name="Path">The way to the place within its value: names of members and positions of items.</param>
/// <param name="IsDefault">Whether the field gets its default.</param>
/// <param name="Place">Where the place that is set is written.</param>
internal sealed record Assignment(string Field, Evaluator[] Path, bool IsDefault, TextPlace Place);
