namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary><c>operand COLLATE name</c>.</summary>
internal sealed record CollateSyntax(ExpressionSyntax Operand, IdentifierSyntax Collation) : ExpressionSyntax;
