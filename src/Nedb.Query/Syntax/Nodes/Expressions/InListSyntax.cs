namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary><c>[NOT] IN (a, b, …)</c>.</summary>
internal sealed record InListSyntax(ExpressionSyntax Operand, SyntaxList<ExpressionSyntax> Items, bool IsNegated) : ExpressionSyntax;
