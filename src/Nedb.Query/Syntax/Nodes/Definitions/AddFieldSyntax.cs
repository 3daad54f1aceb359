namespace Nedb.Query.Syntax.Nodes.Definitions;

/// <summary><c>ADD [FIELD] definition</c>.</summary>
/// <param name="Field">The field.</param>
/// <param name="Constraints">The rules written at the field.</param>
internal sealed record AddFieldSyntax(FieldSyntax Field, SyntaxList<ConstraintSyntax> Constraints) : AlterActionSyntax;
