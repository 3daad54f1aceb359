using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Expressions;
using Nedb.Query.Syntax.Nodes.Queries;
using Nedb.Query.Syntax.Nodes.Writes;

namespace Nedb.Query.Syntax;

/// <summary>The clauses of a block while it is read, in whatever order they come.</summary>
internal sealed class BlockClauses
{
    /// <summary>Where each clause was written first.</summary>
    public Dictionary<string, SourceSpan> Seen { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the block is a statement of its own, which may write.</summary>
    public bool IsStatement { get; init; }

    public SourceSyntax? From { get; set; }

    public List<JoinSyntax> Joins { get; } = [];

    public ExpressionSyntax? AsOf { get; set; }

    public ExpressionSyntax? ValidAsOf { get; set; }

    public ExpressionSyntax? Where { get; set; }

    public ExpressionSyntax? Search { get; set; }

    public TraceSyntax? Trace { get; set; }

    public IdentifierSyntax? Traverse { get; set; }

    public SyntaxList<ExpressionSyntax>? GroupBy { get; set; }

    public List<ShortAggregateSyntax> ShortAggregates { get; } = [];

    public ExpressionSyntax? Having { get; set; }

    public SyntaxList<SelectItemSyntax>? Items { get; set; }

    public bool IsDistinct { get; set; }

    public SyntaxList<OrderingSyntax> OrderBy { get; set; } = [];

    public ExpressionSyntax? Offset { get; set; }

    public ExpressionSyntax? Limit { get; set; }

    public IdentifierSyntax? Target { get; set; }

    public SyntaxList<AssignmentSyntax>? Assignments { get; set; }

    public bool IsDelete { get; set; }

    public PortionSyntax? Portion { get; set; }

    public SyntaxList<SelectItemSyntax>? Returning { get; set; }

    public WriteDetailsSyntax Details { get; set; } = WriteDetailsSyntax.None;

    /// <summary>Whether the block writes, as far as it was read.</summary>
    public bool IsWrite => Assignments is not null || IsDelete;
}
