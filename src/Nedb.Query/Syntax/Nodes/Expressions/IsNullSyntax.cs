namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary><c>IS [NOT] NULL</c>.</summary>
internal sealed record IsNullSyntax(ExpressionSyntax Operand, bool IsNegated) : ExpressionSyntax;
