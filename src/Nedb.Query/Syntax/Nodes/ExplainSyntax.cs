namespace Nedb.Query.Syntax.Nodes;

/// <summary><c>EXPLAIN [ANALYZE] statement</c>.</summary>
internal sealed record ExplainSyntax(StatementSyntax Statement, bool IsAnalyze) : StatementSyntax;
