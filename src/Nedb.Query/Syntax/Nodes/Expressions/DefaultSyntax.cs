namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary><c>DEFAULT</c> in place of a value to be written.</summary>
internal sealed record DefaultSyntax : ExpressionSyntax;
