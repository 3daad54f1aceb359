namespace Nedb.Query.Syntax.Nodes.Definitions;

/// <summary><c>ALTER [FIELD] name SET COLLATE collation</c>, or <c>DROP COLLATE</c>.</summary>
/// <param name="Name">The field.</param>
/// <param name="Collation">The collation; null for ordinal.</param>
internal sealed record AlterFieldCollationSyntax(IdentifierSyntax Name, IdentifierSyntax? Collation) : AlterActionSyntax;
