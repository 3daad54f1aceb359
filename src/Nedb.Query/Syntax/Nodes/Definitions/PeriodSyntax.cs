namespace Nedb.Query.Syntax.Nodes.Definitions;

/// <summary><c>PERIOD (from, to)</c>: the fields that hold the period of valid time.</summary>
internal sealed record PeriodSyntax(IdentifierSyntax From, IdentifierSyntax To) : SyntaxNode;
