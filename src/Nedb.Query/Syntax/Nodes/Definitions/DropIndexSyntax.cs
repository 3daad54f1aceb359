namespace Nedb.Query.Syntax.Nodes.Definitions;

/// <summary><c>DROP INDEX [IF EXISTS] name ON collection</c>.</summary>
internal sealed record DropIndexSyntax(IdentifierSyntax Name, IdentifierSyntax Collection, bool IsIfExists) : DefinitionSyntax;
