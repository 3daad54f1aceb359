using Nedb.Storage.Proofs;
using Nedb.Storage.Values;

namespace Nedb.Storage.Log;

/// <summary>
/// The append-only, hash-chained log of one database. Appending is for one thread at a time; everything else may be called from any
/// thread,
/// also while a group is being appended, and sees the log as it was before or after that group.
/// </summary>
internal interface ICommitLog : IDisposable
{
    /// <summary>The identity of the database.</summary>
    Guid DatabaseId { get; }

    /// <summary>The data key, for whoever keeps files beside the log; null where the database is not encrypted.</summary>
    Sealing.Vault? Vault { get; }

    /// <summary>The seq of the last appended node; 0 for the empty log.</summary>
    long Seq { get; }

    /// <summary>The timestamp of the last commit, in UTC ticks; 0 for the empty log.</summary>
    long TimestampTicks { get; }

    /// <summary>The head after the last appended commit.</summary>
    Hash256 Head { get; }

    /// <summary>The root after the last appended commit.</summary>
    Hash256 Root { get; }

    /// <summary>Seq, head and root of one moment.</summary>
    Checkpoint Checkpoint { get; }

    /// <summary>The bytes of a torn, never acknowledged tail that opening cut (or, when only reading, passed over).</summary>
    long TornBytesCut { get; }

    /// <summary>
    /// Appends commits with one write and, under <see cref="SynchronousMode.Full"/>, one sync, then fills in their hashes. All of them
    /// are
    /// in the log when it returns; when it throws, none of them counts, and a later opening finds each of them wholly there or wholly
    /// absent.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// Seqs are not dense, a commit is empty, or a timestamp does not increase; nothing was written.
    /// </exception>
    /// <exception cref="Diagnostics.StorageException">
    /// Io: writing or syncing failed. ReadOnlyAfterError: it failed before. ReadOnly: opened for reading. ValueInvalid: a commit is too
    /// large. Closed: disposed.
    /// </exception>
    void Append(IReadOnlyList<CommitRecord> group);

    /// <summary>
    /// The commits from the first, or from the first after a mark, to the last that was appended when the enumeration began, read from the
    /// files, with their hashes and places.
    /// </summary>
    /// <param name="after">Where to begin; null for the beginning.</param>
    /// <exception cref="Diagnostics.CorruptionException">The files are not what was written (thrown while enumerating).</exception>
    IEnumerable<CommitRecord> Replay(LogMark? after = null);

    /// <summary>
    /// Computes every hash again from the files and compares with a checkpoint held elsewhere, also where the log has grown since.
    /// </summary>
    VerifyReport Verify(Checkpoint? expected, IProgress<VerifyProgress>? progress, CancellationToken cancellationToken);

    /// <summary>
    /// Shows that a node is part of the present tree, or of that of an earlier seq. The node is read from its file.
    /// </summary>
    /// <exception cref="Diagnostics.StorageException">SeqNotReached, or the file is damaged.</exception>
    InclusionProof Prove(long seq, long? treeSize = null);

    /// <summary>Shows that the tree at an earlier seq is the beginning of the present one, or of that of a seq between.</summary>
    /// <exception cref="Diagnostics.StorageException">SeqNotReached.</exception>
    ConsistencyProof ProveConsistency(long seq, long? laterSeq = null);

    /// <summary>
    /// Seq, head and root after the commit that ended with a seq. The head is read from its file. Null where the seq is inside a commit.
    /// </summary>
    /// <exception cref="Diagnostics.StorageException">SeqNotReached, or the file is damaged.</exception>
    Checkpoint? FindCheckpoint(long seq);

    /// <summary>Puts the data key under another master key. A crash leaves it under the old one or the new one.</summary>
    /// <exception cref="Diagnostics.StorageException">
    /// KeyUnexpected: the database is not encrypted. ReadOnly: opened for reading. Io: writing failed, and either key may open it.
    /// </exception>
    void RotateKey(EncryptionKey key);

    /// <summary>
    /// Compresses the closed segments that are not compressed yet. Reading and appending go on meanwhile, and a crash leaves each segment
    /// as it was or as it should be.
    /// </summary>
    /// <returns>How many were compressed.</returns>
    /// <exception cref="Diagnostics.StorageException">
    /// Io: a file cannot be written. Corruption: a segment is damaged, and stays as it is. ReadOnly, ReadOnlyAfterError, Closed.
    /// </exception>
    int PackSegments(CancellationToken cancellationToken);

    /// <summary>
    /// Takes the salts and the payloads of nodes out of the files: only their commitments stay. The segments that hold any are written
    /// anew and take the place of the old ones, which are deleted before it returns; it waits for those who read them. Where everything is
    /// erased already, nothing is written. A crash leaves each segment as it was or as it should be.
    /// </summary>
    /// <param name="seqs">The seqs, ascending.</param>
    /// <exception cref="Diagnostics.StorageException">
    /// Io: a file cannot be written or deleted. Corruption: a segment is damaged, and stays as it is. ReadOnly, ReadOnlyAfterError, Closed.
    /// </exception>
    void Erase(long[] seqs);

    /// <summary>What the log tells of erasures behind the mark that it was opened after, or everywhere where there was none.</summary>
    Erasures.ErasureTable Erasures { get; }

    /// <summary>
    /// The log as it is now, for whoever only reads and has no longer the files that it opened: what is gone of their content is explained
    /// by what was appended since. Null where they are as they were, and for whoever writes.
    /// </summary>
    /// <exception cref="Diagnostics.StorageException">Corruption: it does not go on from this one. Io: it cannot be read.</exception>
    ICommitLog? OpenLater();

    /// <summary>
    /// Copies the log as it is at this moment into an empty folder, durably, while reading and appending go on. Whoever only reads copies
    /// its own moment, or, where files that it opened were written anew since, the newest.
    /// </summary>
    /// <returns>Seq, head and root of the copy.</returns>
    /// <exception cref="Diagnostics.StorageException">PathInvalid: the folder is not empty. Io: reading or writing failed.</exception>
    Checkpoint Backup(Io.IFileSystem target, IProgress<VerifyProgress>? progress, CancellationToken cancellationToken);

    /// <summary>The place after the last appended commit, without peaks; null where none was appended to the last segment yet.</summary>
    LogMark? TakeMark();

    /// <summary>Lets go of the hashes that only the tree over the first leaves needs: they were written elsewhere.</summary>
    void TrimTree(long size, ITreeHashes written);

    /// <summary>Takes over a tree over the same leaves that keeps fewer of them in memory.</summary>
    void ReplaceTree(MerkleTree tree);

    /// <summary>Syncs what was appended under a weaker mode than <see cref="SynchronousMode.Full"/>.</summary>
    /// <exception cref="Diagnostics.StorageException">Io: syncing failed.</exception>
    void Flush();
}
