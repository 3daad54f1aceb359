using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.Storage.Views;

/// <summary>
/// A readable state of the database: a snapshot, the state as of a seq, or an open transaction with its own writes. It takes no lock and
/// blocks nobody. A snapshot may be read by any number of threads; the view of a transaction by the thread of its transaction.
/// Readers rely on nothing but this class, so that views may live in memory or on disk.
/// </summary>
public abstract class ReadView
{
    /// <summary>The last seq that this view shows; 0 for the empty database.</summary>
    public abstract long Seq { get; }

    /// <summary>
    /// The collections, as they are defined today. A view of the past is read through today's definitions:
    /// renamed fields are found by their identity, and later fields have their defaults.
    /// </summary>
    public abstract Catalog Catalog { get; }

    /// <summary>The visible version of a key, or null where there is none or it ended.</summary>
    /// <param name="collectionId">The collection.</param>
    /// <param name="key">The key in its ordered encoding.</param>
    public abstract Document? Find(int collectionId, ReadOnlySpan<byte> key);

    /// <summary>The visible documents whose keys lie in a range, in the order of their keys.</summary>
    /// <param name="collectionId">The collection.</param>
    /// <param name="range">The range of ordered keys.</param>
    /// <param name="isReverse">Whether to walk from the greatest key to the least.</param>
    public abstract DocumentCursor Scan(int collectionId, KeyRange range, bool isReverse = false);

    /// <summary>Cuts a range of keys into parts for threads that <see cref="Scan"/> one after the other of them.</summary>
    /// <param name="collectionId">The collection.</param>
    /// <param name="range">The range of ordered keys.</param>
    /// <param name="parts">How many parts are wanted, at least 1.</param>
    /// <returns>
    /// Ranges that together are the range, ascending, and hold about as many documents as each other; perhaps fewer than were asked for.
    /// </returns>
    public virtual IReadOnlyList<KeyRange> Split(int collectionId, KeyRange range, int parts) => [range];

    /// <summary>
    /// The visible documents whose index entries lie in a range, in the order of the entries. An entry is the ordered encoding of the
    /// indexed values, each inverted where its field is descending, followed by the key of the document. Documents that lack a filter's
    /// condition are not found.
    /// </summary>
    /// <param name="collectionId">The collection.</param>
    /// <param name="indexId">The index.</param>
    /// <param name="range">The range of entries.</param>
    /// <param name="isReverse">Whether to walk from the greatest entry to the least.</param>
    public abstract DocumentCursor ScanIndex(int collectionId, int indexId, KeyRange range, bool isReverse = false);

    /// <summary>
    /// Every version, tombstones included, whose key lies in a range and whose seq this view has reached: by key, then by seq.
    /// </summary>
    /// <param name="collectionId">The collection.</param>
    /// <param name="range">The range of ordered keys.</param>
    public abstract DocumentCursor ScanHistory(int collectionId, KeyRange range);

    /// <summary>As the other overload, of the versions that were written after a seq: a few are found without a walk over all.</summary>
    /// <param name="collectionId">The collection.</param>
    /// <param name="range">The range of ordered keys.</param>
    /// <param name="after">The seq that all of them have exceeded; less than 1 for all versions.</param>
    public virtual DocumentCursor ScanHistory(int collectionId, KeyRange range, long after) =>
        after < 1 ? ScanHistory(collectionId, range) : new LaterCursor(ScanHistory(collectionId, range), after);

    /// <summary>The least seq whose state can be read; 0 where nothing was pruned.</summary>
    public virtual long Horizon => 0;

    /// <summary>The node of a seq as a version, or null where the view has not reached it.</summary>
    public abstract Document? FindNode(long seq);

    /// <summary>The node of a seq, where it is one of a collection; null where it is not, or the view has not reached it. What belongs to
    /// other collections is not read.</summary>
    /// <param name="collectionId">The collection.</param>
    /// <param name="seq">The seq.</param>
    public virtual Document? FindNode(int collectionId, long seq) =>
        FindNode(seq) is { } node && node.CollectionId == collectionId ? node : null;

    /// <summary>The node with a hash as a version, or null where there is none up to the seq of this view.</summary>
    /// <param name="hash">The hash of its leaf, as <see cref="Document.Hash"/> tells it. What is not committed yet has none.</param>
    public abstract Document? FindNode(Hash256 hash);

    /// <summary>The seqs of the nodes that name a node as their cause, ascending, up to the seq of this view.</summary>
    public abstract IReadOnlyList<long> FindEffects(long seq);

    /// <summary>The visible links of a document, by relation, then by the other end.</summary>
    /// <param name="collectionId">The collection of the document.</param>
    /// <param name="key">The key of the document in its ordered encoding.</param>
    /// <param name="relation">The relation, or null for every relation.</param>
    /// <param name="isReverse">Whether to find the links that end at the document instead of those that start there.</param>
    public abstract IReadOnlyList<LinkTarget> FindLinks(int collectionId, ReadOnlySpan<byte> key, string? relation, bool isReverse = false);

    /// <summary>About how many documents the collection holds now; exact for a snapshot at HEAD.</summary>
    public abstract long EstimateCount(int collectionId);

    /// <summary>About how many documents lie in a range now; nothing is read for it but a few blocks.</summary>
    /// <param name="collectionId">The collection.</param>
    /// <param name="indexId">The index of whose entries the range is; 0 for keys.</param>
    /// <param name="range">The range.</param>
    public virtual double EstimateRange(int collectionId, int indexId, KeyRange range) => EstimateCount(collectionId);

    /// <summary>How many documents the collection has in this view; null where that is known only to who reads them.</summary>
    public virtual long? Count(int collectionId) => null;

    /// <summary>The state as of an earlier seq.</summary>
    /// <param name="seq">0 for the empty database, up to <see cref="Seq"/>.</param>
    /// <exception cref="Diagnostics.StorageException">The seq is negative, or the database has not reached it
    /// (<see cref="Diagnostics.StorageErrorCode.SeqNotReached"/>); or history was pruned above it
    /// (<see cref="Diagnostics.StorageErrorCode.Pruned"/>).</exception>
    public abstract ReadView AsOf(long seq);

    /// <summary>
    /// The state as of an instant, by the times of the commits: the same whenever it is asked for. A commit that is under way with an
    /// earlier time is waited for, and one that was made since this state was taken is seen.
    /// </summary>
    /// <param name="instant">The instant.</param>
    /// <exception cref="Diagnostics.StorageException">The instant lies after the present
    /// (<see cref="Diagnostics.StorageErrorCode.SeqNotReached"/>); or history was pruned above it
    /// (<see cref="Diagnostics.StorageErrorCode.Pruned"/>); or definitions were changed since this state was taken, and commits before the
    /// instant too (<see cref="Diagnostics.StorageErrorCode.WriteConflict"/>).</exception>
    public virtual ReadView AsOf(DateTimeOffset instant) => AsOf(FindSeq(instant));

    /// <summary>The last seq that was committed at or before an instant, as this state knows it; 0 before the first commit.</summary>
    /// <exception cref="Diagnostics.StorageException">The instant lies after the present
    /// (<see cref="Diagnostics.StorageErrorCode.SeqNotReached"/>).</exception>
    public abstract long FindSeq(DateTimeOffset instant);
}
