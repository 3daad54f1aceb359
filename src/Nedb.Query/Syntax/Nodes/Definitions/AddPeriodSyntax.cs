namespace Nedb.Query.Syntax.Nodes.Definitions;

/// <summary><c>ADD PERIOD (from, to)</c>.</summary>
internal sealed record AddPeriodSyntax(PeriodSyntax Period) : AlterActionSyntax;
