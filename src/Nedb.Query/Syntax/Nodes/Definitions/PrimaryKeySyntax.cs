namespace Nedb.Query.Syntax.Nodes.Definitions;

/// <summary><c>PRIMARY KEY (fields [WITHOUT OVERLAPS])</c>.</summary>
/// <param name="Name">Its name; null for one made from its fields.</param>
/// <param name="Fields">The fields.</param>
/// <param name="IsWithoutOverlaps">Whether the last field is the start of a period that overlaps no other of the same key.</param>
internal sealed record PrimaryKeySyntax(IdentifierSyntax? Name, SyntaxList<IdentifierSyntax> Fields, bool IsWithoutOverlaps = false)
    : ConstraintSyntax(Name);
