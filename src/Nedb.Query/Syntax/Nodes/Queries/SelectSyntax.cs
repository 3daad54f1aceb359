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

    /// <summary>
    /// Whether SELECT was written before FROM, as in SQL: then text in double quotes that is the name of a field is refused.
    /// </summary>
    public bool IsSelectFirst { get; init; }

    /// <summary>Whether both say the same, in whichever order of words.</summary>
    public bool Equals(SelectSyntax? other) =>
        base.Equals(other) && Equals(From, other.From) && Joins.Equals(other.Joins) && Equals(AsOf, other.AsOf)
        && Equals(ValidAsOf, other.ValidAsOf) && Equals(Where, other.Where) && Equals(Search, other.Search)
        && Equals(Trace, other.Trace) && Equals(Traverse, other.Traverse) && Equals(GroupBy, other.GroupBy)
        && ShortAggregates.Equals(other.ShortAggregates) && Equals(Having, other.Having) && Equals(Items, other.Items)
        && IsDistinct == other.IsDistinct;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), From, Where, Items, GroupBy);
}
