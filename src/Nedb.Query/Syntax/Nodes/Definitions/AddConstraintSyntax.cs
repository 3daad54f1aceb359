namespace Nedb.Query.Syntax.Nodes.Definitions;

/// <summary><c>ADD [CONSTRAINT name] …</c>.</summary>
internal sealed record AddConstraintSyntax(ConstraintSyntax Constraint) : AlterActionSyntax;
