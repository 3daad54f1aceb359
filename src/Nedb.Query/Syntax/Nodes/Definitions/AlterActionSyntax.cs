namespace Nedb.Query.Syntax.Nodes.Definitions;

/// <summary>One change of a collection.</summary>
internal abstract record AlterActionSyntax : SyntaxNode;
