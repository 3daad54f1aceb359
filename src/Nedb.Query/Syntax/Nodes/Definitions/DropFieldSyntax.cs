namespace Nedb.Query.Syntax.Nodes.Definitions;

/// <summary><c>DROP [FIELD] name</c>.</summary>
internal sealed record DropFieldSyntax(IdentifierSyntax Name) : AlterActionSyntax;
