namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary><c>(a, b)</c>: several values that compare as one, or a row of VALUES.</summary>
internal sealed record RowSyntax(SyntaxList<ExpressionSyntax> Items) : ExpressionSyntax;
