using Nedb.Query.Syntax.Nodes.Expressions;

namespace Nedb.Query.Syntax.Nodes.Writes;

/// <summary><c>FOR PORTION OF VALID [FROM a] [TO b]</c>: the part of valid time that a write changes.</summary>
/// <param name="From">The first moment inside; null for no bound.</param>
/// <param name="To">The first moment after; null for no bound. One of the two is there.</param>
internal sealed record PortionSyntax(ExpressionSyntax? From, ExpressionSyntax? To) : SyntaxNode;
