namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary><c>ROWS BETWEEN start AND end</c>; <c>ROWS start</c> ends at the present row.</summary>
internal sealed record WindowFrameSyntax(FrameBoundSyntax Start, FrameBoundSyntax End) : SyntaxNode;
