namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary><c>[NOT] LIKE</c> and <c>[NOT] ILIKE</c>; both it and its negation are false for null.</summary>
/// <param name="Operand">The text.</param>
/// <param name="Pattern">The pattern: <c>%</c> any run, <c>_</c> one code unit.</param>
/// <param name="Escape">The character after which <c>%</c>, <c>_</c> and itself stand for themselves; null for none.</param>
/// <param name="IsCaseInsensitive">Whether it is ILIKE.</param>
/// <param name="IsNegated">Whether NOT was written.</param>
internal sealed record LikeSyntax(
    ExpressionSyntax Operand,
    ExpressionSyntax Pattern,
    ExpressionSyntax? Escape,
    bool IsCaseInsensitive,
    bool IsNegated) : ExpressionSyntax;
