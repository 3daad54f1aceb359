namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary>An operator and its operand.</summary>
internal sealed record UnarySyntax(UnaryOperator Operator, ExpressionSyntax Operand) : ExpressionSyntax;
