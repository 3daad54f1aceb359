using Nedb.Query.Syntax.Nodes.Expressions;

namespace Nedb.Query.Syntax.Nodes.Writes;

/// <summary><c>PUT collection {…}, {…}</c>: new documents, or new versions in place of those with the same keys.</summary>
/// <param name="Collection">The collection, made if it is not there.</param>
/// <param name="Documents">Objects, or parameters that are objects.</param>
internal sealed record PutSyntax(IdentifierSyntax Collection, SyntaxList<ExpressionSyntax> Documents) : WriteSyntax;
