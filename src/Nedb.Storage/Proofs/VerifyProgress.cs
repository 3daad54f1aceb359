namespace Nedb.Storage.Proofs;

/// <summary>How far a verification, or a rebuild of the views, is.</summary>
/// <param name="Nodes">The nodes done.</param>
/// <param name="TotalNodes">The nodes there are.</param>
/// <param name="Bytes">The bytes done.</param>
/// <param name="TotalBytes">The bytes there are.</param>
public readonly record struct VerifyProgress(long Nodes, long TotalNodes, long Bytes, long TotalBytes);
