using Nedb.Query.Syntax.Nodes.Queries;

namespace Nedb.Query.Binding;

/// <summary>The names that an expression may use: the sources of its query, and behind them those of the queries around it.</summary>
internal sealed class Scope(Scope? outer)
{
    public Scope? Outer => outer;

    public List<ScopeSource> Sources { get; set; } = [];

    /// <summary>The columns of SELECT by their names, for the clauses that run after it.</summary>
    public Dictionary<string, BoundExpression> Aliases { get; } = new(StringComparer.Ordinal);

    /// <summary>The common table expressions that this level of the query declares.</summary>
    public Dictionary<string, CommonTableSyntax> CommonTables { get; } = new(StringComparer.Ordinal);

    /// <summary>The time that sources without one of their own are read at.</summary>
    public BoundExpression? AsOf { get; set; }

    /// <summary>The valid time of sources without one of their own.</summary>
    public BoundExpression? ValidAsOf { get; set; }

    /// <summary>The clause being bound, where it may not hold aggregates; null where it may.</summary>
    public string? ClauseWithoutAggregates { get; set; } = "WHERE";

    /// <summary>Whether the query says GROUP BY.</summary>
    public bool IsGrouped { get; set; }

    /// <summary>Whether the ON of a join is being bound, where null equals nothing.</summary>
    public bool IsJoinCondition { get; set; }
}
