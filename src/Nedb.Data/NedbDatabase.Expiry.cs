using Nedb.Storage.Expiry;

namespace Nedb.Data;

/// <content>Documents that expire (<see cref="NedbWrite.ExpiresAt"/>, and <c>EXPIRES AT</c> in NQL).</content>
public sealed partial class NedbDatabase
{
    /// <summary>
    /// Ends the documents whose time has come, in commits of their own of up to 1,000 each; every tombstone says when its document expired.
    /// Until then they are there: what is read does not depend on the clock.
    /// </summary>
    /// <param name="now">The instant up to which documents have expired; null for the present.</param>
    /// <param name="cancellationToken">Ends it between two commits.</param>
    /// <returns>The number of documents that ended.</returns>
    /// <exception cref="InvalidOperationException">A transaction is open.</exception>
    public long SweepExpired(DateTimeOffset? now = null, CancellationToken cancellationToken = default)
    {
        if (_connection.Session.Transaction is not null)
            throw new InvalidOperationException("A sweep makes commits of its own. Commit or roll back the open transaction first.");
        return Guard(() => NedbExpiries.Sweep(Store, now ?? TimeProvider.System.GetUtcNow(), cancellationToken));
    }

    /// <summary>As <see cref="SweepExpired"/>, on another thread.</summary>
    public Task<long> SweepExpiredAsync(DateTimeOffset? now = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => SweepExpired(now, cancellationToken), cancellationToken);
}
