namespace Nedb.Query.Syntax.Nodes.Definitions;

/// <summary><c>UNIQUE (fields)</c>.</summary>
internal sealed record UniqueSyntax(IdentifierSyntax? Name, SyntaxList<IdentifierSyntax> Fields) : ConstraintSyntax(Name);
