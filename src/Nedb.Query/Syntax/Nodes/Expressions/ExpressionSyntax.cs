namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary>An expression.</summary>
internal abstract record ExpressionSyntax : SyntaxNode;
