namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary><c>target.name</c>, where the target is not itself a name.</summary>
internal sealed record MemberSyntax(ExpressionSyntax Target, IdentifierSyntax Name) : ExpressionSyntax;
