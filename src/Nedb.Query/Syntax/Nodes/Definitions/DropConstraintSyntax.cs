namespace Nedb.Query.Syntax.Nodes.Definitions;

/// <summary><c>DROP CONSTRAINT name</c>, or <c>DROP PRIMARY KEY</c>.</summary>
/// <param name="Name">The name; null for the primary key.</param>
internal sealed record DropConstraintSyntax(IdentifierSyntax? Name) : AlterActionSyntax;
