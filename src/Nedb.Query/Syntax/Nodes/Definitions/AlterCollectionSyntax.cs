namespace Nedb.Query.Syntax.Nodes.Definitions;

/// <summary><c>ALTER COLLECTION name action, …</c>; the actions take effect in order, all or none.</summary>
internal sealed record AlterCollectionSyntax(IdentifierSyntax Name, SyntaxList<AlterActionSyntax> Actions) : DefinitionSyntax;
