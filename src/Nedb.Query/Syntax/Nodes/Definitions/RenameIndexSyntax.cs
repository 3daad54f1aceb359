namespace Nedb.Query.Syntax.Nodes.Definitions;

/// <summary><c>RENAME INDEX name TO new</c>.</summary>
internal sealed record RenameIndexSyntax(IdentifierSyntax Name, IdentifierSyntax NewName) : AlterActionSyntax;
