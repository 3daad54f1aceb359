namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary>Predicates with AND or OR between them. A list and not a tree, so that a thousand of them do not nest.</summary>
/// <param name="IsOr">Whether one of them is enough.</param>
/// <param name="Operands">Two or more predicates, in the order in which they are tried.</param>
internal sealed record LogicalSyntax(bool IsOr, SyntaxList<ExpressionSyntax> Operands) : ExpressionSyntax;
