using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore.Migrations;
using Nedb.EntityFrameworkCore.Storage;
using Nedb.Storage.Values;

namespace Nedb.EntityFrameworkCore.Migrations;

/// <summary>Keeps which migrations were applied, in a collection of the database itself.</summary>
internal sealed class NedbHistoryRepository(HistoryRepositoryDependencies dependencies, INedbRelationalConnection connection)
    : HistoryRepository(dependencies)
{
    // The engine admits one writing process, so the only competitors are contexts of this one.
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Gates = new(StringComparer.Ordinal);

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public override LockReleaseBehavior LockReleaseBehavior => LockReleaseBehavior.Explicit;

    /// <inheritdoc/>
    protected override string ExistsSql => throw new NotSupportedException(NedbStrings.CatalogIsNotQueried);

    /// <inheritdoc/>
    public override bool Exists() => Dependencies.DatabaseCreator.Exists() && connection.HasCollection(TableName);

    /// <inheritdoc/>
    public override async Task<bool> ExistsAsync(CancellationToken cancellationToken = default) =>
        await Dependencies.DatabaseCreator.ExistsAsync(cancellationToken).ConfigureAwait(false)
        && await connection.HasCollectionAsync(TableName, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public override IMigrationsDatabaseLock AcquireDatabaseLock()
    {
        var gate = FindGate();
        return gate.Wait(LongestWait) ? new NedbMigrationDatabaseLock(this, gate) : throw TookTooLong();
    }

    /// <inheritdoc/>
    public override async Task<IMigrationsDatabaseLock> AcquireDatabaseLockAsync(CancellationToken cancellationToken = default)
    {
        var gate = FindGate();
        return await gate.WaitAsync(LongestWait, cancellationToken).ConfigureAwait(false)
            ? new NedbMigrationDatabaseLock(this, gate)
            : throw TookTooLong();
    }

    /// <inheritdoc/>
    public override string GetCreateIfNotExistsScript() =>
        GetCreateScript().Replace("CREATE COLLECTION ", "CREATE COLLECTION IF NOT EXISTS ", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string GetBeginIfNotExistsScript(string migrationId) => $"IF NOT {RowExists(migrationId)} THEN";

    /// <inheritdoc/>
    public override string GetBeginIfExistsScript(string migrationId) => $"IF {RowExists(migrationId)} THEN";

    /// <inheritdoc/>
    public override string GetEndIfScript() => "END IF;" + Environment.NewLine;

    /// <inheritdoc/>
    protected override bool InterpretExistsResult(object? value) => value is true;

    private string RowExists(string migrationId)
    {
        var names = Dependencies.SqlGenerationHelper;
        var id = ValueFormatter.ToLiteral(NedbValue.FromString(migrationId));
        return $"EXISTS (FROM {names.DelimitIdentifier(TableName)} WHERE {names.DelimitIdentifier(MigrationIdColumnName)} = {id})";
    }

    private SemaphoreSlim FindGate() => Gates.GetOrAdd(connection.DbConnection.DataSource, static _ => new SemaphoreSlim(1, 1));

    private TimeoutException TookTooLong() => new(NedbStrings.MigrationLockTimeout(connection.DbConnection.DataSource, LongestWait));
}
