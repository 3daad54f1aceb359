using Nedb.Query.Syntax.Nodes.Expressions;

namespace Nedb.Query.Syntax.Nodes.Definitions;

/// <summary><c>CREATE [UNIQUE] INDEX [IF NOT EXISTS] name ON collection (fields) [USING method] [WHERE predicate]</c>.</summary>
/// <param name="Name">The name, unique within the collection.</param>
/// <param name="Collection">The collection.</param>
/// <param name="Fields">The fields, most significant first.</param>
/// <param name="Method">How it finds documents.</param>
/// <param name="IsUnique">Whether equal values are refused.</param>
/// <param name="IsIfNotExists">Whether an existing index of that name is no error.</param>
/// <param name="Filter">Which documents are in it; null for all.</param>
internal sealed record CreateIndexSyntax(
    IdentifierSyntax Name,
    IdentifierSyntax Collection,
    SyntaxList<IndexFieldSyntax> Fields,
    IndexMethod Method,
    bool IsUnique,
    bool IsIfNotExists,
    ExpressionSyntax? Filter) : DefinitionSyntax;
