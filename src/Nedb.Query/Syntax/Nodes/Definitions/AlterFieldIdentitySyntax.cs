namespace Nedb.Query.Syntax.Nodes.Definitions;

/// <summary><c>ALTER [FIELD] name SET IDENTITY</c>, or <c>DROP IDENTITY</c>.</summary>
internal sealed record AlterFieldIdentitySyntax(IdentifierSyntax Name, bool IsIdentity) : AlterActionSyntax;
