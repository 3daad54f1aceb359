using Nedb.Query.Syntax.Nodes.Expressions;

namespace Nedb.Query.Syntax.Nodes.Writes;

/// <summary><c>collection:key</c>: one end of a link.</summary>
/// <param name="Collection">The collection.</param>
/// <param name="Key">The key: one value, or several for a key of several fields.</param>
internal sealed record LinkEndSyntax(IdentifierSyntax Collection, SyntaxList<ExpressionSyntax> Key) : SyntaxNode;
