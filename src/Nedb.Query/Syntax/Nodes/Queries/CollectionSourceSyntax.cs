namespace Nedb.Query.Syntax.Nodes.Queries;

/// <summary>A collection, or a common table expression of that name.</summary>
internal sealed record CollectionSourceSyntax(IdentifierSyntax Name) : SourceSyntax;
