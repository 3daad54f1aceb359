namespace Nedb.Query.Execution;

/// <summary>The window functions.</summary>
internal enum WindowKind
{
    RowNumber,
    Rank,
    DenseRank,
    Lag,
    Lead,
    FirstValue,
    LastValue,
    Aggregate,
}
