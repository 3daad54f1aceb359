namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary><c>WHEN … THEN …</c>.</summary>
internal sealed record CaseBranchSyntax(ExpressionSyntax When, ExpressionSyntax Then) : SyntaxNode;
