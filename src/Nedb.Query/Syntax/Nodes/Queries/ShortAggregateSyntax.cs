using Nedb.Query.Syntax.Nodes.Expressions;

namespace Nedb.Query.Syntax.Nodes.Queries;

/// <summary>An aggregate of the short form: <c>COUNT</c>, or <c>SUM</c>, <c>AVG</c>, <c>MIN</c> or <c>MAX</c> of a field.</summary>
/// <param name="Function">The word as it was written.</param>
/// <param name="Field">The field or path; null for COUNT alone.</param>
internal sealed record ShortAggregateSyntax(IdentifierSyntax Function, ExpressionSyntax? Field) : SyntaxNode;
