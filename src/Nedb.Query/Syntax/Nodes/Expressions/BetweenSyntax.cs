namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary><c>[NOT] BETWEEN low AND high</c>, both ends in.</summary>
internal sealed record BetweenSyntax(ExpressionSyntax Operand, ExpressionSyntax Low, ExpressionSyntax High, bool IsNegated)
    : ExpressionSyntax;
