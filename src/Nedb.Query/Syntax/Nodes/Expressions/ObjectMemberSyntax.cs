namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary><c>name: value</c> of an object.</summary>
internal sealed record ObjectMemberSyntax(IdentifierSyntax Name, ExpressionSyntax Value) : SyntaxNode;
