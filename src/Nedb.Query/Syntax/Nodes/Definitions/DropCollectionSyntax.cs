namespace Nedb.Query.Syntax.Nodes.Definitions;

/// <summary><c>DROP COLLECTION [IF EXISTS] name</c>.</summary>
internal sealed record DropCollectionSyntax(IdentifierSyntax Name, bool IsIfExists) : DefinitionSyntax;
