using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Nedb.EntityFrameworkCore.Query.Expressions;

/// <summary>A new value for a place within a document.</summary>
/// <param name="Path">The place.</param>
/// <param name="Value">The value.</param>
internal sealed record JsonAssignment(IReadOnlyList<PathSegment> Path, SqlExpression Value);
