using Nedb.Query.Syntax.Nodes.Expressions;

namespace Nedb.Query.Syntax.Nodes.Queries;

/// <summary><c>TRACE caused_by [REVERSE] [DEPTH n]</c>.</summary>
internal sealed record TraceSyntax(bool IsReverse, ExpressionSyntax? Depth) : SyntaxNode;
