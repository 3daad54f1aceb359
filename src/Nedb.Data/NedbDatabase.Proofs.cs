using Nedb.Storage.Proofs;

namespace Nedb.Data;

/// <content>What can be handed to others, who check it without the database.</content>
public sealed partial class NedbDatabase
{
    /// <summary>
    /// Shows that a node is part of a tree. <see cref="InclusionVerifier"/> checks the proof, <see cref="InclusionProofJson"/> writes it
    /// down.
    /// </summary>
    /// <param name="seq">The seq of the node, from 1.</param>
    /// <param name="kept">A checkpoint that the other side has, at or after <paramref name="seq"/>; null for the present one.</param>
    /// <exception cref="NedbException">The seq has not been reached, or was not at the checkpoint.</exception>
    public InclusionProof Prove(long seq, Checkpoint? kept = null) => Guard(() => Store.Prove(seq, kept?.Seq));

    /// <summary>As <see cref="Prove"/>, on another thread.</summary>
    public Task<InclusionProof> ProveAsync(long seq, Checkpoint? kept = null, CancellationToken cancellationToken = default)
    {
        var store = Store;
        return Task.Run(() => Guard(() => store.Prove(seq, kept?.Seq)), cancellationToken);
    }

    /// <summary>Shows that nothing was changed, removed or put in between two moments.</summary>
    /// <param name="seq">The seq of the earlier one; 0 for the empty database.</param>
    /// <param name="laterSeq">The seq of the later one; null for the present.</param>
    /// <exception cref="NedbException">A seq has not been reached.</exception>
    public ConsistencyProof ProveConsistency(long seq, long? laterSeq = null) => Guard(() => Store.ProveConsistency(seq, laterSeq));

    /// <summary>As <see cref="ProveConsistency"/>, on another thread.</summary>
    public Task<ConsistencyProof> ProveConsistencyAsync(long seq, long? laterSeq = null, CancellationToken cancellationToken = default)
    {
        var store = Store;
        return Task.Run(() => Guard(() => store.ProveConsistency(seq, laterSeq)), cancellationToken);
    }

    /// <summary>Seq, head and root as they were after an earlier commit.</summary>
    /// <param name="seq">The last seq of the commit; 0 for the empty database.</param>
    /// <exception cref="NedbException">The seq has not been reached, or it is inside a commit.</exception>
    public Checkpoint CheckpointAt(long seq) => Guard(() => Store.CheckpointAt(seq));

    /// <summary>As <see cref="CheckpointAt"/>, on another thread.</summary>
    public Task<Checkpoint> CheckpointAtAsync(long seq, CancellationToken cancellationToken = default)
    {
        var store = Store;
        return Task.Run(() => Guard(() => store.CheckpointAt(seq)), cancellationToken);
    }

    /// <summary>
    /// Compares what the database says now with a checkpoint that was kept elsewhere: the same history, continued, rewound, forked, or
    /// another database? It takes O(log n) steps and trusts the hashes that the log stores; <see cref="Verify"/> computes all of them
    /// again.
    /// </summary>
    /// <param name="kept">The checkpoint, from a place that the owner of the files could not change.</param>
    public HistoryComparison Compare(Checkpoint kept) => Guard(() => Store.Compare(kept));

    /// <summary>As <see cref="Compare"/>, on another thread.</summary>
    public Task<HistoryComparison> CompareAsync(Checkpoint kept, CancellationToken cancellationToken = default)
    {
        var store = Store;
        return Task.Run(() => Guard(() => store.Compare(kept)), cancellationToken);
    }
}
