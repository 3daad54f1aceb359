using Nedb.Query.Syntax.Nodes.Expressions;

namespace Nedb.Query.Syntax.Nodes.Queries;

/// <summary>
/// One block of clauses, in either order of words. The clauses run in the order in which they stand here, then those of <see
/// cref="QuerySyntax"/>.
/// </summary>
internal sealed record SelectSyntax : QuerySyntax
{
    /// <summary>The first source; null where there is no FROM, which gives one row without fields.</summary>
    public SourceSyntax? From { get; init; }

    /// <summary>The sources joined to it, from left to right.</summary>
    public SyntaxList<JoinSyntax> Joins { get; init; } = [];

    /// <summary>The seq or time at which every source without one of its own is read.</summary>
    public ExpressionSyntax? AsOf { get; init; }

    /// <summary>The valid time of every source without one of its own.</summary>
    public ExpressionSyntax? ValidAsOf { get; init; }

    /// <summary>The predicate on the rows.</summary>
    public ExpressionSyntax? Where { get; init; }

    /// <summary>The words to be found (<c>SEARCH "text"</c>).</summary>
    public ExpressionSyntax? Search { get; init; }

    /// <summary>Whether to replace the rows by their causes or effects.</summary>
    public TraceSyntax? Trace { get; init; }

    /// <summary>The relation whose targets replace the rows.</summary>
    public IdentifierSyntax? Traverse { get; init; }

    /// <summary>The group keys; null without GROUP BY.</summary>
    public SyntaxList<ExpressionSyntax>? GroupBy { get; init; }

    /// <summary>The aggregates of the short form (<c>SUM fee</c>); empty where the block has none.</summary>
    public SyntaxList<ShortAggregateSyntax> ShortAggregates { get; init; } = [];

    /// <summary>The predicate on the groups.</summary>
    public ExpressionSyntax? Having { get; init; }

    /// <summary>What a row consists of; null for the whole document and its metadata.</summary>
    public SyntaxList<SelectItemSyntax>? Items { get; init; }

    /// <summary>Whether equal rows are given once.</summary>
    public bool IsDistinct { get; init; }
}
