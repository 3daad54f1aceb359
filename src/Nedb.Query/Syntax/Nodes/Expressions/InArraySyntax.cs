namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary><c>[NOT] IN @array</c>: the items come from an array value.</summary>
internal sealed record InArraySyntax(ExpressionSyntax Operand, ExpressionSyntax Array, bool IsNegated) : ExpressionSyntax;
