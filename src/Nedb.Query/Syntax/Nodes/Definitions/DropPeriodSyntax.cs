namespace Nedb.Query.Syntax.Nodes.Definitions;

/// <summary><c>DROP PERIOD</c>.</summary>
internal sealed record DropPeriodSyntax : AlterActionSyntax;
