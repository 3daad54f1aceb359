namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary><c>[a, b]</c>.</summary>
internal sealed record ArraySyntax(SyntaxList<ExpressionSyntax> Items) : ExpressionSyntax;
