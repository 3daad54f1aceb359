using Nedb.Query.Syntax.Nodes.Queries;

namespace Nedb.Query.Syntax.Nodes.Writes;

/// <summary><c>INSERT INTO collection (fields) VALUES … | query | DEFAULT VALUES</c>.</summary>
/// <param name="Collection">The collection.</param>
/// <param name="Fields">The fields, in the order of the values; null where none were written: the fields of the collection in
/// order.</param>
/// <param name="Rows">The rows, with <see cref="Expressions.DefaultSyntax"/> among the values of VALUES; null for <c>DEFAULT
/// VALUES</c>.</param>
internal sealed record InsertSyntax(IdentifierSyntax Collection, SyntaxList<IdentifierSyntax>? Fields, QuerySyntax? Rows) : WriteSyntax;
