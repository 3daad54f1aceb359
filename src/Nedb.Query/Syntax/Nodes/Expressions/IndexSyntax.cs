namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary><c>target[index]</c>: an item of an array by its number from 0, or a member of an object by its name.</summary>
internal sealed record IndexSyntax(ExpressionSyntax Target, ExpressionSyntax Index) : ExpressionSyntax;
