using Nedb.Query.Syntax.Nodes.Expressions;

namespace Nedb.Query.Syntax.Nodes.Queries;

/// <summary>Something that gives rows.</summary>
internal abstract record QuerySyntax : SyntaxNode
{
    /// <summary>The common table expressions written before it, visible to it and to those after.</summary>
    public SyntaxList<CommonTableSyntax> With { get; init; } = [];

    /// <summary>The order of the rows; empty for the natural order.</summary>
    public SyntaxList<OrderingSyntax> OrderBy { get; init; } = [];

    /// <summary>How many rows to leave out at the beginning; null for none.</summary>
    public ExpressionSyntax? Offset { get; init; }

    /// <summary>How many rows to give at most; null for all.</summary>
    public ExpressionSyntax? Limit { get; init; }
}
