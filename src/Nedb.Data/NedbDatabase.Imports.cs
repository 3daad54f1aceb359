using Nedb.Storage.Imports;

namespace Nedb.Data;

/// <content>Logs of NEDB v1.</content>
public sealed partial class NedbDatabase
{
    /// <summary>
    /// Imports a log of NEDB v1 (<c>log.aof</c>, plain or encrypted) in one commit, after checking its chain; see
    /// <see cref="NedbV1Log.Import"/>. <see cref="NedbV1Log.Check"/> only checks one.
    /// </summary>
    /// <param name="log">The log, read to its end.</param>
    /// <param name="options">How it is read; null for a log in the clear that must be whole.</param>
    /// <returns>What was found and made.</returns>
    /// <exception cref="NedbException">The log is damaged, its key is missing or another, or it does not fit. Nothing was
    /// imported.</exception>
    /// <exception cref="InvalidOperationException">A transaction is open: an import is a commit of its own.</exception>
    public NedbV1Report ImportV1(Stream log, NedbV1Options? options = null)
    {
        if (_connection.Session.Transaction is not null)
            throw new InvalidOperationException("An import is a commit of its own. Commit or roll back the open transaction first.");
        return Guard(() => NedbV1Log.Import(Store, log, options));
    }

    /// <summary>As <see cref="ImportV1"/>, on another thread.</summary>
    public Task<NedbV1Report> ImportV1Async(Stream log, NedbV1Options? options = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => ImportV1(log, options), cancellationToken);
}
