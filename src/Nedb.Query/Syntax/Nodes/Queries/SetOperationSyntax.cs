namespace Nedb.Query.Syntax.Nodes.Queries;

/// <summary>Two queries combined row by row; order, offset and limit of the node are those of the whole.</summary>
/// <param name="Operator">How.</param>
/// <param name="IsAll">Whether repeated rows are kept.</param>
/// <param name="Left">The first query.</param>
/// <param name="Right">The second query.</param>
internal sealed record SetOperationSyntax(SetOperator Operator, bool IsAll, QuerySyntax Left, QuerySyntax Right) : QuerySyntax;
