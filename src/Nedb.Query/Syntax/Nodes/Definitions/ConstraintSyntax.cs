namespace Nedb.Query.Syntax.Nodes.Definitions;

/// <summary>A rule of a collection.</summary>
/// <param name="Name">Its name; null for one made from its fields.</param>
internal abstract record ConstraintSyntax(IdentifierSyntax? Name) : SyntaxNode;
