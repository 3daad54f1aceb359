namespace Nedb.Query.Syntax.Nodes.Definitions;

/// <summary><c>PRIMARY KEY (fields)</c>.</summary>
internal sealed record PrimaryKeySyntax(IdentifierSyntax? Name, SyntaxList<IdentifierSyntax> Fields) : ConstraintSyntax(Name);
