namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary>One end of a window frame; the number of rows is given for preceding and following.</summary>
internal sealed record FrameBoundSyntax(FrameBoundKind Kind, ExpressionSyntax? Rows) : SyntaxNode;
