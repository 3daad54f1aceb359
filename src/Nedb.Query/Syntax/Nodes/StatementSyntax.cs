namespace Nedb.Query.Syntax.Nodes;

/// <summary>A statement.</summary>
internal abstract record StatementSyntax : SyntaxNode;
