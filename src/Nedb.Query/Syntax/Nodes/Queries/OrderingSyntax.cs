using Nedb.Query.Syntax.Nodes.Expressions;

namespace Nedb.Query.Syntax.Nodes.Queries;

/// <summary>One key of ORDER BY. Null comes first ascending and last descending.</summary>
internal sealed record OrderingSyntax(ExpressionSyntax Expression, bool IsDescending) : SyntaxNode;
