namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary><c>{name: value, …}</c>; no name occurs twice.</summary>
internal sealed record ObjectSyntax(SyntaxList<ObjectMemberSyntax> Members) : ExpressionSyntax;
