namespace Nedb.Query.Syntax.Nodes.Definitions;

/// <summary><c>RENAME TO new</c>.</summary>
internal sealed record RenameCollectionSyntax(IdentifierSyntax NewName) : AlterActionSyntax;
