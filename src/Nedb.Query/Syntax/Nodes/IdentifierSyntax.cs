namespace Nedb.Query.Syntax.Nodes;

/// <summary>One name, without quotes or backticks, in the letters in which it was written.</summary>
internal sealed record IdentifierSyntax(string Text) : SyntaxNode;
