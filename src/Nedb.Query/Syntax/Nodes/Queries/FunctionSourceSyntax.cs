using Nedb.Query.Syntax.Nodes.Expressions;

namespace Nedb.Query.Syntax.Nodes.Queries;

/// <summary>
/// A table function: <c>UNNEST(array)</c>, <c>HISTORY(collection)</c>, <c>CHANGES(collection, from, to)</c>, <c>CAUSES((query) [,
/// depth])</c>, <c>EFFECTS((query) [, depth])</c>. A collection among the arguments is a <see cref="Expressions.NameSyntax"/>, a query a
/// <see cref="Expressions.SubquerySyntax"/>.
/// </summary>
/// <param name="Function">The name of the function as written.</param>
/// <param name="Arguments">The arguments.</param>
/// <param name="HasOrdinality">Whether <c>WITH ORDINALITY</c> was written: a column <c>ordinality</c>, from 0.</param>
internal sealed record FunctionSourceSyntax(IdentifierSyntax Function, SyntaxList<ExpressionSyntax> Arguments, bool HasOrdinality)
    : SourceSyntax;
