namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary>An operator and its two operands.</summary>
internal sealed record BinarySyntax(BinaryOperator Operator, ExpressionSyntax Left, ExpressionSyntax Right) : ExpressionSyntax;
