using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Nedb.EntityFrameworkCore.Query.Expressions;

/// <summary>A new value for a place within a document.</summary>
/// <param name="Path">The place.</param>
/// <param name="Value">The value.</param>
/// <remarks>Public so that queries that are compiled ahead of time can make it; no part of the API.</remarks>
public sealed record JsonAssignment(IReadOnlyList<PathSegment> Path, SqlExpression Value);
