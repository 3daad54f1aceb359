using Nedb.Query.Syntax.Nodes.Expressions;

namespace Nedb.Query.Syntax.Nodes.Queries;

/// <summary>A source joined to those before it.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="IsLateral">Whether the source may use the fields of those before it.</param>
/// <param name="Source">The source.</param>
/// <param name="On">The predicate; null for a cross join, and for a lateral join without one, where every pair matches.</param>
internal sealed record JoinSyntax(JoinKind Kind, bool IsLateral, SourceSyntax Source, ExpressionSyntax? On) : SyntaxNode;
