namespace Nedb.Storage.Proofs;

/// <summary>What <see cref="NedbStore.Compare"/> found.</summary>
/// <param name="Relation">How the database stands to the checkpoint.</param>
/// <param name="Kept">The checkpoint that was kept.</param>
/// <param name="Present">The checkpoint of the database now.</param>
/// <param name="Proof">Shows to others that the present continues what was kept; null unless it is the same or was continued.</param>
/// <param name="Reason">What was expected and found, in a sentence.</param>
public sealed record HistoryComparison(
    HistoryRelation Relation, Checkpoint Kept, Checkpoint Present, ConsistencyProof? Proof, string Reason)
{
    /// <summary>Whether all that the checkpoint covers is there unchanged.</summary>
    public bool IsIntact => Relation is HistoryRelation.Same or HistoryRelation.Continued;
}
