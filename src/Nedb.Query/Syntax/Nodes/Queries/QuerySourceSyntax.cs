namespace Nedb.Query.Syntax.Nodes.Queries;

/// <summary><c>(query)</c> or <c>VALUES …</c> as a source.</summary>
internal sealed record QuerySourceSyntax(QuerySyntax Query) : SourceSyntax;
