namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary>
/// Names with dots between them: a field, a field of a source, or a path into a field; which of these, only the binder knows.
/// What follows an index is a <see cref="MemberSyntax"/> instead.
/// </summary>
internal sealed record NameSyntax(SyntaxList<IdentifierSyntax> Parts) : ExpressionSyntax;
