namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary>
/// <c>CASE [operand] WHEN … THEN … [ELSE …] END</c>. With an operand each WHEN is a value to compare with, without one a predicate.
/// </summary>
internal sealed record CaseSyntax(ExpressionSyntax? Operand, SyntaxList<CaseBranchSyntax> Branches, ExpressionSyntax? Else)
    : ExpressionSyntax;
