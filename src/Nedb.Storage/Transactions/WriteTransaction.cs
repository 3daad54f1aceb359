using Nedb.Storage.Schema;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Transactions;

/// <summary>
/// An open transaction: reads at a snapshot plus its own writes; at commit the first writer of a key wins. Used by one thread at a time.
/// Disposing without <see cref="Commit"/> leaves no trace. A refused write leaves the transaction as it was before the call.
/// </summary>
public abstract class WriteTransaction : IDisposable
{
    /// <summary>
    /// The state that it reads: its snapshot with its own writes. A new write makes a new view; views taken before keep what they show.
    /// </summary>
    public abstract ReadView View { get; }

    /// <summary>
    /// As <see cref="View"/>, but each read shows what is present when it is made, also what was written since. Looking up documents by
    /// their keys and counting through it costs no copies, so it is for who reads all that he needs before he writes.
    /// </summary>
    public abstract ReadView Present { get; }

    /// <summary>
    /// The collections as they are defined in it. Costs nothing, while a view of a state that is written on costs copies.
    /// </summary>
    public abstract Catalog Catalog { get; }

    /// <summary>What it is checked for at commit.</summary>
    public abstract IsolationMode Isolation { get; }

    /// <summary>Whether it wrote nothing so far.</summary>
    public abstract bool IsEmpty { get; }

    /// <summary>The current document of a key, as <see cref="View"/> shows it; null where there is none.</summary>
    /// <param name="collectionId">The collection.</param>
    /// <param name="key">The key in its ordered encoding.</param>
    public abstract Document? Find(int collectionId, ReadOnlySpan<byte> key);

    /// <summary>
    /// The name under which the commit happens at most once; null for none. Say it before the first write: where a commit was made under
    /// it
    /// (<see cref="IsRepetition"/>), the transaction reads the state of then and compares its writes with those of then instead of
    /// writing;
    /// <see cref="Commit"/> returns the first outcome, marked as replayed.
    /// </summary>
    public abstract string? IdempotencyKey { get; set; }

    /// <summary>Whether a commit was made before under the <see cref="IdempotencyKey"/>, so that nothing is written.</summary>
    public abstract bool IsRepetition { get; }

    /// <summary>
    /// In a repetition the next document that was written into a collection, which tells what an identity or a default gave then;
    /// otherwise
    /// null.
    /// </summary>
    public abstract Document? NextRepeated(int collectionId);

    /// <summary>
    /// Writes a whole version of a document. A version that equals the current one in content, period and provenance is not written
    /// again.
    /// The key is made of the key fields, or is <paramref name="id"/> where the collection has none.
    /// </summary>
    /// <param name="collectionId">The collection.</param>
    /// <param name="id">The value of <c>_id</c> for a collection without key fields; otherwise null.</param>
    /// <param name="fieldIds">The identities of the fields, ascending and distinct.</param>
    /// <param name="values">Their values, in the same order. A declared field that is missing is null.</param>
    /// <param name="metadata">What the caller says about the write.</param>
    /// <returns>The version that is now current in this transaction.</returns>
    /// <exception cref="Diagnostics.StorageException">A value does not fit its field, a not-null or unique rule is broken, a period ends
    /// before it starts, a cause does not exist, a precondition fails, or a limit is passed.</exception>
    public abstract Document Put(
        int collectionId, NedbValue id, ReadOnlySpan<int> fieldIds, ReadOnlySpan<NedbValue> values, WriteMetadata metadata);

    /// <summary>
    /// As <see cref="Put"/>, but refuses a key that has a document (<see cref="Diagnostics.StorageErrorCode.DuplicateKey"/>).
    /// </summary>
    public abstract Document Insert(
        int collectionId, NedbValue id, ReadOnlySpan<int> fieldIds, ReadOnlySpan<NedbValue> values, WriteMetadata metadata);

    /// <summary>
    /// Writes the next version of a document with some fields changed. All else stays as it is, the period too where
    /// <paramref name="metadata"/> gives none; where nothing changes, nothing is written. It costs less than putting the whole document.
    /// </summary>
    /// <param name="document">The document as this transaction reads it.</param>
    /// <param name="fieldIds">The identities of the fields to change, ascending and distinct; none of them is part of the key.</param>
    /// <param name="values">Their values, in the same order.</param>
    /// <param name="metadata">What the caller says about the write.</param>
    /// <param name="isRead">Whether the caller has just read the document as what its key reads as at present in this transaction, or in
    /// its <see cref="View"/>. It is looked for then only among what is in memory, where what the transaction wrote since is found.</param>
    /// <returns>The version that is now current in this transaction.</returns>
    /// <exception cref="ArgumentException">The document is not the current version of its key in this transaction, or a field belongs to
    /// the key.</exception>
    /// <exception cref="Diagnostics.StorageException">As of <see cref="Put"/>.</exception>
    public abstract Document Update(
        Document document, ReadOnlySpan<int> fieldIds, ReadOnlySpan<NedbValue> values, WriteMetadata metadata, bool isRead = false);

    /// <summary>Ends a document; documents that refer to it follow their foreign keys' <see cref="DeleteAction"/>.</summary>
    /// <returns>Whether there was a document to end.</returns>
    public abstract bool Delete(int collectionId, ReadOnlySpan<byte> key, WriteMetadata metadata);

    /// <summary>
    /// Erases what versions of documents held, by a logged act: when the commit returns, payloads and salts are gone from the log and from
    /// the views, while headers, hashes and proofs stay. Only versions that are not the present one of their document can be erased. What
    /// is erased already is passed over.
    /// </summary>
    /// <param name="collectionId">The collection of the versions; it may have been dropped.</param>
    /// <param name="seqs">Their seqs, committed before this transaction began.</param>
    /// <param name="fieldIds">
    /// The fields to erase, which read as null from then on; null for all content but the key, so that reading it is refused from then on
    /// (<see cref="Diagnostics.StorageErrorCode.Erased"/>).
    /// </param>
    /// <param name="metadata">What the caller says about the act: its provenance.</param>
    /// <returns>How many versions the commit is going to erase.</returns>
    /// <exception cref="Diagnostics.StorageException">
    /// SeqNotReached, NotFound: a seq is none of a version of a document there. PreconditionFailed: a version is the present one.
    /// ValueInvalid: a field is part of the key, or there is an idempotency key.
    /// </exception>
    public abstract int Erase(
        int collectionId, IReadOnlyCollection<long> seqs, IReadOnlyCollection<int>? fieldIds, WriteMetadata metadata);

    /// <summary>Links two documents that exist. A link that exists with equal provenance is not written again.</summary>
    /// <param name="fromCollectionId">The collection of the start.</param>
    /// <param name="fromKey">The key of the start.</param>
    /// <param name="relation">The name of the relation, for example <c>follows</c>.</param>
    /// <param name="toCollectionId">The collection of the end.</param>
    /// <param name="toKey">The key of the end.</param>
    /// <param name="metadata">What the caller says about the write.</param>
    public abstract Document Link(
        int fromCollectionId, ReadOnlySpan<byte> fromKey, string relation, int toCollectionId, ReadOnlySpan<byte> toKey,
            WriteMetadata metadata);

    /// <summary>Ends a link.</summary>
    /// <returns>Whether there was a link to end.</returns>
    public abstract bool Unlink(
        int fromCollectionId, ReadOnlySpan<byte> fromKey, string relation, int toCollectionId, ReadOnlySpan<byte> toKey,
            WriteMetadata metadata);

    /// <summary>
    /// Makes or changes a collection: the definition replaces the one of the same identity. The caller takes identities from
    /// <see cref="Catalog.NextCollectionId"/>, <see cref="CollectionDefinition.NextFieldId"/> and <see
    /// cref="CollectionDefinition.NextIndexId"/>. New unique indexes, foreign keys, not-null rules and narrower types are checked against
    /// the documents at once. Documents without a field that is added read as its default of now, also when that is another one later.
    /// </summary>
    public abstract void Define(CollectionDefinition definition);

    /// <summary>The definition of a schemaless collection of that name, made on the spot if there is none.</summary>
    public abstract CollectionDefinition GetOrAddSchemaless(string name);

    /// <summary>
    /// The identity of a field of a schemaless collection, added on the spot if there is none. The next document written there tells it
    /// to
    /// the log, with its identity.
    /// </summary>
    public abstract int GetOrAddField(int collectionId, string name);

    /// <summary>Ends a collection and all its documents; its history stays readable as of earlier seqs.</summary>
    public abstract void Drop(int collectionId);

    /// <summary>Takes the next number for an identity field: one more than the greatest ever stored or taken.</summary>
    public abstract long NextIdentity(int collectionId, int fieldId);

    /// <summary>
    /// Checks the foreign keys of what was written since the last call. Called at the end of each statement; <see cref="Commit"/> calls
    /// it
    /// too.
    /// </summary>
    /// <exception cref="Diagnostics.StorageException">A reference has no target (<see
    /// cref="Diagnostics.StorageErrorCode.ForeignKeyViolation"/>).</exception>
    public abstract void CheckReferences();

    /// <summary>Marks the present state of the writes.</summary>
    public abstract Savepoint CreateSavepoint();

    /// <summary>Takes the writes back to a mark of this transaction. The mark stays usable.</summary>
    public abstract void RollbackTo(Savepoint savepoint);

    /// <summary>
    /// Commits: checks, appends one frame, syncs as the store's durability says, publishes, and returns. Nothing is acknowledged before
    /// the
    /// sync. The transaction is over, whatever the outcome.
    /// </summary>
    /// <exception cref="Diagnostics.StorageException">A conflict, a broken rule, or a failed write; nothing was written.</exception>
    public abstract CommitResult Commit(CommitOptions? options = null);

    /// <summary>As <see cref="Commit"/>, without blocking the caller while the commit waits for the disk.</summary>
    public abstract ValueTask<CommitResult> CommitAsync(CommitOptions? options = null, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract void Dispose();
}
