namespace Nedb.Query.Syntax.Nodes.Definitions;

/// <summary>A field of an index.</summary>
internal sealed record IndexFieldSyntax(IdentifierSyntax Name, bool IsDescending) : SyntaxNode;
