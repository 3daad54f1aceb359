namespace Nedb.Query.Syntax.Nodes.Definitions;

/// <summary><c>RENAME [FIELD] name TO new</c>.</summary>
internal sealed record RenameFieldSyntax(IdentifierSyntax Name, IdentifierSyntax NewName) : AlterActionSyntax;
