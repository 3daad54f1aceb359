using Nedb.Data;
using Nedb.Storage.Imports;

namespace Nedb.EntityFrameworkCore.Infrastructure;

/// <content>What is done to a database now and then.</content>
public sealed partial class NedbDatabaseFacade
{
    /// <inheritdoc cref="NedbDatabase.SweepExpired"/>
    public long SweepExpired(DateTimeOffset? now = null, CancellationToken cancellationToken = default) =>
        Use(database => database.SweepExpired(now, cancellationToken));

    /// <inheritdoc cref="NedbDatabase.SweepExpiredAsync"/>
    public Task<long> SweepExpiredAsync(DateTimeOffset? now = null, CancellationToken cancellationToken = default) =>
        UseAsync(database => database.SweepExpiredAsync(now, cancellationToken), cancellationToken);

    /// <inheritdoc cref="NedbDatabase.ImportV1"/>
    public NedbV1Report ImportV1(Stream log, NedbV1Options? options = null) => Use(database => database.ImportV1(log, options));

    /// <inheritdoc cref="NedbDatabase.ImportV1Async"/>
    public Task<NedbV1Report> ImportV1Async(Stream log, NedbV1Options? options = null, CancellationToken cancellationToken = default) =>
        UseAsync(database => database.ImportV1Async(log, options, cancellationToken), cancellationToken);
}
