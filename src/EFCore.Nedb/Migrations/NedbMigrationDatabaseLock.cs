using Microsoft.EntityFrameworkCore.Migrations;

namespace Nedb.EntityFrameworkCore.Migrations;

/// <summary>The right to migrate a database, which one context of the process has at a time. It dies with the process.</summary>
internal sealed class NedbMigrationDatabaseLock(IHistoryRepository historyRepository, SemaphoreSlim gate) : IMigrationsDatabaseLock
{
    private SemaphoreSlim? _gate = gate;

    /// <inheritdoc/>
    IHistoryRepository IMigrationsDatabaseLock.HistoryRepository => historyRepository;

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _gate, null)?.Release();

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
