using System.Globalization;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Expiry;

/// <summary>
/// Documents that end by themselves (<see cref="WriteMetadata.ExpiresAt"/>). What is read does not depend on the clock: a document whose
/// time
/// has come is there until a sweep ends it, and the sweep is a commit like any other, so each state has one answer for ever.
/// </summary>
public static class NedbExpiries
{
    private const int BatchMax = 1_000;
    private const int AttemptsMax = 64;

    /// <summary>When a document expires; null where nothing was said.</summary>
    /// <param name="view">The state to read.</param>
    /// <param name="collectionId">The collection.</param>
    /// <param name="key">The key of the document in its ordered encoding.</param>
    public static DateTime? Find(ReadView view, int collectionId, ReadOnlySpan<byte> key)
    {
        ArgumentNullException.ThrowIfNull(view);
        return ExpirySchema.Find(view.Catalog) is { } expiries
            && view.Find(expiries.Id, ExpirySchema.KeyOf(collectionId, key)) is { } entry
            ? entry.GetValue(ExpirySchema.ExpiresAt).AsTimestamp()
            : null;
    }

    /// <summary>
    /// Ends the documents whose time has come, as their deletion would; each tombstone says when its document expired. Up to 1,000 end in
    /// one
    /// commit. A document that others refer to, by a foreign key that forbids its deletion, stays until they are gone.
    /// </summary>
    /// <param name="store">The database.</param>
    /// <param name="now">The instant up to which documents have expired, itself included.</param>
    /// <param name="cancellationToken">Ends it between two commits.</param>
    /// <returns>The number of documents that ended.</returns>
    public static long Sweep(NedbStore store, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        long swept = 0;
        var kept = new HashSet<string>(StringComparer.Ordinal);
        for (var attempt = 1; ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var transaction = store.BeginTransaction();
            var due = FindDue(transaction.View, now, kept);
            if (due.Count == 0)
                return swept;
            long ended = 0;
            foreach (var entry in due)
                if (!End(transaction, entry, ref ended))
                    kept.Add(Convert.ToHexString(entry.Key.Span));
            try
            {
                transaction.Commit(new() { Client = "expiry" });
                swept += ended;
                attempt = 1;
            }
            catch (StorageException failure) when (failure.IsTransient && attempt++ < AttemptsMax)
            {
                Thread.Yield();
            }
        }
    }

    private static List<Document> FindDue(ReadView view, DateTimeOffset now, HashSet<string> kept)
    {
        var due = new List<Document>();
        if (ExpirySchema.Find(view.Catalog) is not { } expiries)
            return due;
        var end = KeyRange.Successor(KeyEncoder.Encode(NedbValue.FromTimestamp(now.UtcDateTime)));
        using var cursor = view.ScanIndex(expiries.Id, ExpirySchema.IndexId, new(default, end));
        while (due.Count < BatchMax && cursor.MoveNext())
            if (!kept.Contains(Convert.ToHexString(cursor.Current.Key.Span)))
                due.Add(cursor.Current);
        return due;
    }

    /// <summary>Ends one document.</summary>
    /// <returns>Whether its entry is gone; false where a foreign key forbids that.</returns>
    private static bool End(WriteTransaction transaction, Document entry, ref long ended)
    {
        var view = transaction.View;
        var expiries = ExpirySchema.Find(view.Catalog)!;
        if (view.Find(expiries.Id, entry.Key.Span) is null)
            return true; // it fell with another one
        var collectionId = (int)entry.GetValue(ExpirySchema.CollectionId).AsInt64();
        var key = entry.GetValue(ExpirySchema.DocumentKey).AsBytes();
        var expired = entry.GetValue(ExpirySchema.ExpiresAt).AsTimestamp();
        var savepoint = transaction.CreateSavepoint();
        try
        {
            var evidence = string.Create(CultureInfo.InvariantCulture, $"expired at {expired:O}");
            var isThere = view.Catalog.Find(collectionId) is not null
                && transaction.Delete(collectionId, key, new() { Provenance = new([], evidence) });
            transaction.CheckReferences();
            ended += isThere ? 1 : 0;
            // The entry of a document whose collection was dropped, or whose key changed with its definition, stands for nothing.
            if (!isThere)
                transaction.Delete(expiries.Id, entry.Key.Span, WriteMetadata.None);
            return true;
        }
        catch (StorageException failure) when (failure.Code == StorageErrorCode.ForeignKeyViolation)
        {
            transaction.RollbackTo(savepoint);
            return false;
        }
    }
}
