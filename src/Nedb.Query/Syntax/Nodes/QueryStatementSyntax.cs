using Nedb.Query.Syntax.Nodes.Queries;

namespace Nedb.Query.Syntax.Nodes;

/// <summary>A statement that reads.</summary>
internal sealed record QueryStatementSyntax(QuerySyntax Query) : StatementSyntax;
