using Nedb.Query.Syntax.Nodes.Queries;

namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary><c>[NOT] IN (query)</c>.</summary>
internal sealed record InQuerySyntax(ExpressionSyntax Operand, QuerySyntax Query, bool IsNegated) : ExpressionSyntax;
