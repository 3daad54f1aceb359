namespace Nedb.Storage;

/// <summary>How far the views are rebuilt.</summary>
/// <param name="Nodes">The nodes folded so far.</param>
/// <param name="TotalNodes">The nodes of the log.</param>
public readonly record struct RebuildProgress(long Nodes, long TotalNodes);
