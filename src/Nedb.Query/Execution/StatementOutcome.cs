namespace Nedb.Query.Execution;

/// <summary>What running one statement gave.</summary>
/// <param name="Rows">Its rows; null for a statement without.</param>
/// <param name="Affected">The number of documents that it wrote; null for a statement that writes none.</param>
internal readonly record struct StatementOutcome(RowSource? Rows, long? Affected);
