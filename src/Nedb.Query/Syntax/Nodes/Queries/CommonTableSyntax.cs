namespace Nedb.Query.Syntax.Nodes.Queries;

/// <summary>One query of WITH.</summary>
/// <param name="Name">The name under which it is a source.</param>
/// <param name="Columns">Names for its columns; empty to keep those it has.</param>
/// <param name="Query">The query.</param>
internal sealed record CommonTableSyntax(IdentifierSyntax Name, SyntaxList<IdentifierSyntax> Columns, QuerySyntax Query) : SyntaxNode;
