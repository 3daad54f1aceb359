using Nedb.Data;
using Nedb.Storage.Proofs;
using Nedb.Storage.Values;

namespace Nedb.EntityFrameworkCore.Infrastructure;

/// <content>What can be handed to others, who check it without the database.</content>
public sealed partial class NedbDatabaseFacade
{
    /// <summary>
    /// Shows that a node is part of a tree. <see cref="InclusionVerifier"/> checks the proof without the database, and
    /// <see cref="InclusionProofJson"/> writes it down.
    /// </summary>
    /// <param name="seq">The seq of the node, from 1.</param>
    /// <param name="kept">A checkpoint that the other side has, at or after <paramref name="seq"/>; null for the present one.</param>
    /// <exception cref="NedbException">The seq has not been reached, or was not at the checkpoint.</exception>
    public InclusionProof Prove(long seq, Checkpoint? kept = null) => Use(database => database.Prove(seq, kept));

    /// <inheritdoc cref="Prove(long, Checkpoint)"/>
    public Task<InclusionProof> ProveAsync(long seq, Checkpoint? kept = null, CancellationToken cancellationToken = default) =>
        UseAsync(database => database.ProveAsync(seq, kept, cancellationToken), cancellationToken);

    /// <summary>
    /// Shows that the current version of an entity, with its content, is part of a tree; <see cref="InclusionProof.WithoutContent"/>
    /// withholds
    /// the content.
    /// </summary>
    /// <param name="entity">An entity of the model of the context, tracked or not.</param>
    /// <param name="kept">A checkpoint that the other side has; null for the present one.</param>
    /// <exception cref="InvalidOperationException">The entity is not stored.</exception>
    /// <exception cref="NedbException">The current version is later than the checkpoint.</exception>
    public InclusionProof Prove(object entity, Checkpoint? kept = null) => Prove(StoredSeqOf(entity), kept);

    /// <inheritdoc cref="Prove(object, Checkpoint)"/>
    public Task<InclusionProof> ProveAsync(object entity, Checkpoint? kept = null, CancellationToken cancellationToken = default) =>
        ProveAsync(StoredSeqOf(entity), kept, cancellationToken);

    /// <summary>Shows that nothing was changed, removed or put in between two moments.</summary>
    /// <param name="seq">The seq of the earlier one; 0 for the empty database.</param>
    /// <param name="laterSeq">The seq of the later one; null for the present.</param>
    /// <exception cref="NedbException">A seq has not been reached.</exception>
    public ConsistencyProof ProveConsistency(long seq, long? laterSeq = null) => Use(database => database.ProveConsistency(seq, laterSeq));

    /// <inheritdoc cref="ProveConsistency"/>
    public Task<ConsistencyProof> ProveConsistencyAsync(long seq, long? laterSeq = null, CancellationToken cancellationToken = default) =>
        UseAsync(database => database.ProveConsistencyAsync(seq, laterSeq, cancellationToken), cancellationToken);

    /// <summary>Seq, head and root as they were after an earlier commit.</summary>
    /// <param name="seq">The last seq of the commit; 0 for the empty database.</param>
    /// <exception cref="NedbException">The seq has not been reached, or it is inside a commit.</exception>
    public Checkpoint CheckpointAt(long seq) => Use(database => database.CheckpointAt(seq));

    /// <inheritdoc cref="CheckpointAt"/>
    public Task<Checkpoint> CheckpointAtAsync(long seq, CancellationToken cancellationToken = default) =>
        UseAsync(database => database.CheckpointAtAsync(seq, cancellationToken), cancellationToken);

    /// <summary>
    /// Compares what the database says now with a checkpoint that was kept elsewhere: the same history, continued, rewound, forked, or
    /// another database? It takes O(log n) steps and trusts the hashes that the log stores; <see cref="Verify"/> computes all of them
    /// again.
    /// </summary>
    /// <param name="kept">The checkpoint, from a place that the owner of the files could not change.</param>
    public HistoryComparison Compare(Checkpoint kept) => Use(database => database.Compare(kept));

    /// <inheritdoc cref="Compare"/>
    public Task<HistoryComparison> CompareAsync(Checkpoint kept, CancellationToken cancellationToken = default) =>
        UseAsync(database => database.CompareAsync(kept, cancellationToken), cancellationToken);

    /// <summary>
    /// Finds what has a hash: a node by that of its leaf (<c>EF.Functions.Hash</c>), a commit by the head after it. It takes no walk over
    /// the log. Entities are found by it in queries: <c>Where(e => EF.Functions.Hash(e) == text)</c>.
    /// </summary>
    /// <param name="hash">The hash, from a proof, a checkpoint or the metadata of a version.</param>
    /// <returns>What was found; null where nothing in the history has that hash.</returns>
    /// <exception cref="NedbException">The files are not what was written.</exception>
    public HashPlace? FindByHash(Hash256 hash) => Use(database => database.FindByHash(hash));

    /// <inheritdoc cref="FindByHash"/>
    public Task<HashPlace?> FindByHashAsync(Hash256 hash, CancellationToken cancellationToken = default) =>
        UseAsync(database => database.FindByHashAsync(hash, cancellationToken), cancellationToken);

    private long StoredSeqOf(object entity) => CurrentSeqOf(entity)
        ?? throw new InvalidOperationException(NedbStrings.NotStored(entity.GetType()));
}
