using Nedb.Storage.Exports;
using Nedb.Storage.Io;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage;

/// <summary>
/// A database: a log, and the views folded from it. One process at a time may write it; any number of threads may use it.
/// </summary>
public abstract class NedbStore : IDisposable
{
    /// <summary>The folder, or a name for a database in memory.</summary>
    public abstract string Name { get; }

    /// <summary>The identity of the database, drawn when it was made.</summary>
    public abstract Guid DatabaseId { get; }

    /// <summary>The seq of the last committed node; 0 for the empty database.</summary>
    public abstract long Seq { get; }

    /// <summary>The head of the chain after the last commit.</summary>
    public abstract Hash256 Head { get; }

    /// <summary>The root of the tree after the last commit.</summary>
    public abstract Hash256 Root { get; }

    /// <summary>Seq, head and root of one moment.</summary>
    public abstract Checkpoint Checkpoint { get; }

    /// <summary>The bytes of a torn, never acknowledged tail that opening cut; 0 where there was none.</summary>
    public abstract long TornBytesCut { get; }

    /// <summary>
    /// Why nothing more is written until the database is opened again: a write failed. Reading goes on. Null while nothing failed.
    /// </summary>
    public abstract Exception? WriteFailure { get; }

    /// <summary>
    /// Why the last sweep of <see cref="StoreOptions.SweepInterval"/> failed; null where it did not. The next one tries again.
    /// </summary>
    public abstract Exception? SweepFailure { get; }

    /// <summary>
    /// Whether a folder, by whatever path, is the one that is open here: it may have been moved, deleted or replaced meanwhile, and then
    /// nothing is written there. False for a database in memory, and for one that is open for reading only, which holds no lock.
    /// </summary>
    public abstract bool IsAt(string folder);

    /// <summary>Opens the database in a folder, making it where there is none and the options allow it.</summary>
    /// <exception cref="Diagnostics.StorageException">The folder cannot hold a database, another process has it, the format is unknown,
    /// or
    /// it is damaged; no file was changed.</exception>
    public static NedbStore Open(string folder, StoreOptions? options = null) => LogStore.Open(new OsFileSystem(folder), options ?? new());

    /// <summary>Makes an empty database that lives in memory until it is disposed.</summary>
    public static NedbStore OpenInMemory(StoreOptions? options = null) =>
        LogStore.Open(new MemoryFileSystem(), options ?? new(), keepsViews: false);

    /// <summary>Whether a folder holds a database. Nothing is opened or changed.</summary>
    public static bool Exists(string folder) => CommitLog.Exists(new OsFileSystem(folder));

    /// <summary>Deletes the files of a database, and its folder where nothing else is in it. The database must not be open.</summary>
    /// <exception cref="Diagnostics.StorageException">The database is open in this or another process.</exception>
    public static void Delete(string folder) => CommitLog.Delete(new OsFileSystem(folder));

    /// <summary>
    /// Verifies the files in a folder without opening the database, so that also one which cannot be opened tells everything that is
    /// wrong
    /// with it. Nothing is changed, and no lock is taken: nobody should be writing. An unfinished write at the end is no damage.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="expected">A checkpoint held elsewhere to compare with; null for none.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <param name="key">The master key of an encrypted database.</param>
    /// <exception cref="Diagnostics.StorageException">
    /// There is no database in the folder, the key is not its key, or a file cannot be read.
    /// </exception>
    public static VerifyReport VerifyFolder(
        string folder,
        Checkpoint? expected = null,
        IProgress<VerifyProgress>? progress = null,
        CancellationToken cancellationToken = default,
        EncryptionKey? key = null) =>
        LogVerifier.VerifyFolder(new OsFileSystem(folder), key, expected, progress, TimeProvider.System, cancellationToken);

    /// <summary>
    /// Encrypts a database that is not encrypted: every file is written anew, and at no moment is it neither the one nor the other. It must
    /// not be open. What the file system or a copy kept of the old files is out of reach.
    /// </summary>
    /// <exception cref="Diagnostics.StorageException">It is encrypted already, damaged, open elsewhere, or not there.</exception>
    public static void Encrypt(string folder, EncryptionKey key) =>
        KeyChange.Encrypt(new OsFileSystem(folder), key, TimeProvider.System);

    /// <summary>Decrypts an encrypted database. It must not be open.</summary>
    /// <exception cref="Diagnostics.StorageException">The key is not its key, or it is damaged, open elsewhere, or not there.</exception>
    public static void Decrypt(string folder, EncryptionKey key) =>
        KeyChange.Decrypt(new OsFileSystem(folder), key, TimeProvider.System);

    /// <summary>Replaces the master key of an encrypted database that is not open.</summary>
    /// <exception cref="Diagnostics.StorageException">The key is not its key, or it is open elsewhere, or not there.</exception>
    public static void RotateKey(string folder, EncryptionKey key, EncryptionKey newKey) =>
        KeyChange.Rotate(new OsFileSystem(folder), key, newKey, TimeProvider.System);

    /// <summary>The present state.</summary>
    public abstract ReadView OpenSnapshot();

    /// <summary>Begins a transaction at the present state.</summary>
    public abstract WriteTransaction BeginTransaction(IsolationMode isolation = IsolationMode.Snapshot);

    /// <summary>The outcome of the commit that was made under an idempotency key, marked as replayed; null where there was
    /// none.</summary>
    /// <param name="idempotencyKey">The key.</param>
    public abstract CommitResult? FindCommit(string idempotencyKey);

    /// <summary>Finds what has a hash: a node by that of its leaf, a commit by the head after it. It takes no walk over the log.</summary>
    /// <param name="hash">The hash, from a proof, a checkpoint or <see cref="Document.Hash"/>.</param>
    /// <returns>What was found; null where nothing in the history has that hash.</returns>
    /// <exception cref="Diagnostics.StorageException">Corruption: the files are not what was written.</exception>
    public abstract HashPlace? FindByHash(Hash256 hash);

    /// <summary>
    /// Computes every hash again from the beginning, and compares head and root with a checkpoint held elsewhere where one is given.
    /// </summary>
    public abstract VerifyReport Verify(
        Checkpoint? expected = null, IProgress<VerifyProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Shows that a node is part of a tree.</summary>
    /// <param name="seq">The seq of the node.</param>
    /// <param name="treeSize">The seq of a checkpoint that somebody has kept, from <paramref name="seq"/>; null for the present
    /// tree.</param>
    /// <exception cref="Diagnostics.StorageException">A seq has not been reached.</exception>
    public abstract InclusionProof Prove(long seq, long? treeSize = null);

    /// <summary>Shows that nothing was changed, removed or put in between two moments.</summary>
    /// <param name="seq">The seq of the earlier one; 0 for the empty database.</param>
    /// <param name="laterSeq">The seq of the later one; null for the present.</param>
    /// <exception cref="Diagnostics.StorageException">A seq has not been reached.</exception>
    public abstract ConsistencyProof ProveConsistency(long seq, long? laterSeq = null);

    /// <summary>Seq, head and root as they were after an earlier commit.</summary>
    /// <param name="seq">The last seq of the commit; 0 for the empty database.</param>
    /// <exception cref="Diagnostics.StorageException">The seq has not been reached, or it is inside a commit: the database never stood
    /// there (<see cref="Diagnostics.StorageErrorCode.NotFound"/>).</exception>
    public abstract Checkpoint CheckpointAt(long seq);

    /// <summary>
    /// Compares what the database says now with a checkpoint that was kept elsewhere: is it the same history, continued, rewound, or
    /// another
    /// one? It takes O(log n) steps and trusts the hashes that the log stores; <see cref="Verify"/> computes every one of them again.
    /// </summary>
    /// <param name="kept">The checkpoint, from a place that the owner of the files could not change.</param>
    public abstract HistoryComparison Compare(Checkpoint kept);

    /// <summary>
    /// Puts the database under another master key, which opens it from now on. Nothing but the small file KEYS is written.
    /// </summary>
    /// <exception cref="Diagnostics.StorageException">
    /// KeyUnexpected: it is not encrypted. ReadOnly: it was opened for reading only. Io: writing failed, and either key may open it.
    /// </exception>
    public abstract void RotateKey(EncryptionKey key);

    /// <summary>
    /// Copies the database as it is at this moment into an empty folder, durably, while reading and writing go on. The copy has the same
    /// id, head and root, and is opened with the same key; its views are made when it is opened. Where this store is open for reading only,
    /// and a writer elsewhere erased, pruned or packed something since, it is copied as that writer has it now.
    /// </summary>
    /// <param name="folder">The folder, which is made where it is missing; its parent must exist.</param>
    /// <param name="progress">Is told how far it is, in bytes of the log.</param>
    /// <param name="cancellationToken">Ends it early; what was copied is then no database.</param>
    /// <returns>Seq, head and root of the copy.</returns>
    /// <exception cref="Diagnostics.StorageException">
    /// PathInvalid: the folder is not empty, or its parent is missing. Io: a file cannot be read or written.
    /// </exception>
    public abstract Checkpoint Backup(
        string folder, IProgress<VerifyProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Erases every version that no state since a seq shows, as <see cref="WriteTransaction.Erase"/> does, by logged acts. What is read as
    /// of an earlier seq is refused from then on (<see cref="Diagnostics.StorageErrorCode.Pruned"/>); hashes and proofs stay. Nobody may be
    /// promised less later: a horizon never goes back.
    /// </summary>
    /// <param name="horizon">The seq of the oldest state that can still be read, from 1 to <see cref="Seq"/>.</param>
    /// <param name="provenance">Why; null where nothing is said.</param>
    /// <param name="cancellationToken">Ends it between two commits; calling it again goes on.</param>
    /// <returns>How many versions were erased.</returns>
    /// <exception cref="Diagnostics.StorageException">SeqNotReached: there is no such seq. WriteConflict: something else was erased
    /// meanwhile; repeat. Io: a file cannot be written; the next opening finishes what is logged.</exception>
    public abstract long Prune(long horizon, Provenance? provenance = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes the whole history, or the state of one moment, as lines of JSON in UTF-8: a first line, then one for each node. Reading and
    /// writing go on meanwhile. What is exported is in the clear, also where the database is encrypted.
    /// </summary>
    /// <param name="target">Where to write; it is flushed and stays open.</param>
    /// <param name="asOf">The seq of the moment, from 0 to <see cref="Seq"/>; null for the whole history.</param>
    /// <param name="cancellationToken">Ends it early, between two lines.</param>
    /// <returns>What was exported.</returns>
    /// <exception cref="Diagnostics.StorageException">SeqNotReached or Pruned: the moment cannot be read. Corruption: the files are
    /// not what was written.</exception>
    public abstract ExportReport Export(Stream target, long? asOf = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes a database of an export, wholly or not at all. It has the nodes of the export with their seqs, times and reasons, and an id,
    /// salts and hashes of its own.
    /// </summary>
    /// <param name="folder">The folder, which is not there or empty; its parent must exist.</param>
    /// <param name="source">The lines, read to their end.</param>
    /// <param name="options">How the database is made: the key, the sizes, and the compiler that its definitions need; null for the
    /// usual.</param>
    /// <param name="cancellationToken">Ends it early; there is then no database.</param>
    /// <returns>What was read and made.</returns>
    /// <exception cref="Diagnostics.StorageException">ImportInvalid: a line is not what it should be; it says which, what was expected and
    /// what was found. PathInvalid: the folder is not empty, or its parent is missing. Io: a file cannot be written.</exception>
    public static ImportReport Import(
        string folder, Stream source, StoreOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        options ??= new();
        using var making = new FolderInMaking(folder, options.Clock);
        ImportReport report;
        using (var importer = new HistoryImporter(making.Files, options))
            report = importer.Run(source, cancellationToken);
        making.Complete();
        return report;
    }

    /// <summary>
    /// Makes an empty file for what does not fit into memory: in the folder of the database, or, where that is open for reading only, in
    /// the system's folder for temporary files. It is deleted when it is disposed.
    /// </summary>
    /// <param name="view">The state that is read, which knows the hashes of the versions that are put there.</param>
    /// <exception cref="Diagnostics.StorageException">Io: it cannot be made.</exception>
    public abstract Scratch.ScratchFile OpenScratch(ReadView view);

    /// <summary>Where search indexes put words; null where views are in memory only, or nothing may be written.</summary>
    public abstract Words.WordStore? Words { get; }

    /// <summary>Syncs what was committed under a weaker mode than <see cref="SynchronousMode.Full"/>.</summary>
    public abstract void Flush();

    /// <summary>Syncs, writes the manifest, and lets go of the files. Snapshots taken before stay readable.</summary>
    public abstract void Dispose();
}
