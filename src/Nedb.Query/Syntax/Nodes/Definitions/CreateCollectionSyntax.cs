namespace Nedb.Query.Syntax.Nodes.Definitions;

/// <summary><c>CREATE COLLECTION [IF NOT EXISTS] name [(…)] [COMMENT "text"]</c>.</summary>
/// <param name="Name">The name.</param>
/// <param name="IsIfNotExists">Whether an existing collection is no error.</param>
/// <param name="Fields">The fields; null for a schemaless collection, written without parentheses.</param>
/// <param name="Constraints">The rules, those written at a field among them.</param>
/// <param name="Period">The fields that hold valid time; null for none.</param>
/// <param name="Comment">Free text; null for none.</param>
internal sealed record CreateCollectionSyntax(
    IdentifierSyntax Name,
    bool IsIfNotExists,
    SyntaxList<FieldSyntax>? Fields,
    SyntaxList<ConstraintSyntax> Constraints,
    PeriodSyntax? Period,
    string? Comment) : DefinitionSyntax;
