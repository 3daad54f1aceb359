using Nedb.Query.Syntax.Nodes.Queries;

namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary><c>EXISTS (query)</c>.</summary>
internal sealed record ExistsSyntax(QuerySyntax Query) : ExpressionSyntax;
