using Nedb.Query.Syntax.Nodes.Expressions;

namespace Nedb.Query.Syntax.Nodes.Queries;

/// <summary>
/// <c>VALUES (…), (…)</c>: rows written out. The columns are called <c>column1</c>, <c>column2</c>, … unless the source names them.
/// </summary>
internal sealed record ValuesSyntax(SyntaxList<RowSyntax> Rows) : QuerySyntax;
