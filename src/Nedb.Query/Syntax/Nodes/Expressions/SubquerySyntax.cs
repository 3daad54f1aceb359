using Nedb.Query.Syntax.Nodes.Queries;

namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary><c>(query)</c> where a value is expected: its one column of its one row, or null where it gives no row.</summary>
internal sealed record SubquerySyntax(QuerySyntax Query) : ExpressionSyntax;
