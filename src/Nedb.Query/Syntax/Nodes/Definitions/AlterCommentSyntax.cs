namespace Nedb.Query.Syntax.Nodes.Definitions;

/// <summary><c>[ALTER [FIELD] name] SET COMMENT "text"</c>, or <c>DROP COMMENT</c>.</summary>
/// <param name="Field">The field; null for the collection itself.</param>
/// <param name="Comment">The text; null to have none.</param>
internal sealed record AlterCommentSyntax(IdentifierSyntax? Field, string? Comment) : AlterActionSyntax;
