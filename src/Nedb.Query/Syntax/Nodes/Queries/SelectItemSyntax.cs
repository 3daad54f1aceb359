using Nedb.Query.Syntax.Nodes.Expressions;

namespace Nedb.Query.Syntax.Nodes.Queries;

/// <summary>An expression of SELECT or RETURNING, with the name it gets; a <see cref="StarSyntax"/> stands for several.</summary>
internal sealed record SelectItemSyntax(ExpressionSyntax Expression, IdentifierSyntax? Alias) : SyntaxNode;
