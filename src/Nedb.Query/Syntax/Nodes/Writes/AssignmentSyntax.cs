using Nedb.Query.Syntax.Nodes.Expressions;

namespace Nedb.Query.Syntax.Nodes.Writes;

/// <summary><c>field = value</c>.</summary>
/// <param name="Target">A field or a path into one: a <see cref="NameSyntax"/>, a <see cref="MemberSyntax"/> or an <see
/// cref="IndexSyntax"/>.</param>
/// <param name="Value">The value; may be <see cref="DefaultSyntax"/>.</param>
internal sealed record AssignmentSyntax(ExpressionSyntax Target, ExpressionSyntax Value) : SyntaxNode;
